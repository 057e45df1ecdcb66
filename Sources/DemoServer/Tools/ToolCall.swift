/// `tools/call` in either era.
enum ToolCall {
  static func run(_ params: JSON, _ caller: Caller, in world: inout World) throws(MCPRefusal) -> ToolOutcome {
    guard let name = params["name"]?.string else { throw .rpc(.invalidParams("name is missing")) }
    // MCP, Tools, Error Handling: an unknown tool is a protocol error, a wrong argument is the tool's own.
    guard let tool = ToolList.find(name) else { throw .rpc(.invalidParams("Unknown tool: \(name)")) }
    if let scope = tool.extraScope, !caller.scopes.contains(scope) { throw .bearer(.insufficientScope(scope)) }
    do throws(ToolArguments.Violation) {
      let arguments = try ToolArguments(params["arguments"], for: tool.parameters)
      return tool.run(arguments, for: caller, in: &world)
    } catch {
      return .failure(error.text)
    }
  }
}
