/// `tools/call` in either era.
enum ToolCall {
  static func run(_ params: JSON, _ caller: Caller, in world: inout World) throws(MCPRefusal) -> ToolOutcome {
    guard let name = params["name"]?.string else { throw .rpc(.invalidParams("name is missing")) }
    // MCP, Tools, Error Handling: an unknown tool is a protocol error, a wrong argument is the tool's own.
    guard let tool = ToolList.find(name) else { throw .rpc(.invalidParams("Unknown tool: \(name)")) }
    if let scope = missingScope(for: tool, caller, in: world) { throw .bearer(.insufficientScope(scope)) }
    if world.has(.visitsDemanded) { throw .rpc(.visitDemanded("https://pages.example/yes/1?tool=\(name)")) }
    do throws(ToolArguments.Violation) {
      let arguments = try ToolArguments(params["arguments"], for: tool.parameters)
      return tool.run(arguments, for: caller, in: &world)
    } catch {
      return .failure(error.text)
    }
  }

  private static func missingScope(for tool: any Tool, _ caller: Caller, in world: World) -> Scope? {
    guard let scope = tool.extraScope, caller.clientID != nil else { return nil }
    guard caller.scopes.contains(scope) else { return scope }
    guard world.has(.furtherScopesForever) else { return nil }
    let numbers = caller.scopes.compactMap { if case .further(let number) = $0 { number } else { nil } }
    return .further((numbers.max() ?? 0) + 1)
  }
}
