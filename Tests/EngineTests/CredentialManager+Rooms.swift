import MCP

@testable import Engine

// Rooms that the door does not lead to by itself.
extension CredentialManager {
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var locks: Locks { Locks(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }

  /// Calls a tool, whatever the answer is.
  func call(_ name: String, account: String?, _ call: ToolCall) async throws(EngineError) -> ToolResult {
    try await calling.call(name, account: account, call)
  }
}
