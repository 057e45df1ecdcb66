import FoundationEssentials
import MCP
import OAuth
import Registry

/// Exchanges with MCP servers: tools, listed and called.
struct Calling: Room {
  let workplace: Workplace
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }

  /// Calls a tool: with a warm cache one exchange, else the tools are listed first, because the schema says how the
  /// arguments are read and which of them are mirrored in headers.
  func call(
    _ name: String, account: String?, _ call: ToolCall
  ) async throws(EngineError) -> ToolResult {
    let server = try stored(registry.server(name))
    let account = account ?? server.defaultAccount
    do throws(EngineError) {
      if let cached = try cachedTools(server, account: account),
        let tool = cached.tools.first(where: { $0.name == call.tool })
      {
        return try await perform(call, tool, server, account)
      }
    } catch .rpc(let error, _) where error.code == JSONRPCError.headerMismatch {
      // MCP 2026-07-28, Streamable HTTP: a mismatch of mirrored headers means that the schema has changed.
    } catch .arguments {
      // Perhaps the tool takes them by now.
    }
    let catalog = try await fetchTools(server, account: account, deadline: call.deadline)
    guard let tool = catalog.tools.first(where: { $0.name == call.tool }) else {
      throw .unknownTool(
        call.tool, server: name, similar: NearNames.of(call.tool, in: catalog.tools.map(\.name)))
    }
    // The first listing may just have taught the version.
    let current = try stored(registry.server(name))
    return try await perform(call, tool, current, account)
  }

  private func perform(
    _ call: ToolCall, _ tool: ToolDefinition, _ server: Server, _ account: String
  ) async throws(EngineError) -> ToolResult {
    let arguments: JSONValue
    do {
      arguments = try ToolArguments.make(from: call.words, base: call.arguments ?? [:], schema: tool.inputSchema)
    } catch {
      throw .arguments(error, tool: tool.name, server: server.name)
    }
    let notify = notify
    let (result, foreign) = try await connected(server, account: account, deadline: call.deadline) {
      (session) async throws(ConnectionFailure) in
      let result = try await session.request(.call(tool, arguments: arguments)) { notify(.progress($0)) }
      return (result, await session.foreign)
    }
    let outcome: ToolOutcome
    do { outcome = try ToolOutcome.parse(result) } catch {
      guard case .unknownResultType(let type) = error else {
        throw .outcomeUnknown(.mcp(error, server: server.name))
      }
      throw .outcomeUnknown(.mcp(.unknownResultType(foreign.line(type, limit: 100)), server: server.name))
    }
    switch outcome {
    case .complete(let result): return result.isError ? result.mappingWords(foreign.block) : result
    case .inputRequired(let input):
      throw .inputRequired(
        tool: tool.name, server: server.name, methods: input.methods.map { foreign.line($0, limit: 100) },
        visits: input.visits.compactMap { foreign.cleaned($0) })
    }
  }
}
