import MCP
import Synchronization

/// Requests that came in one array, as MCP 2025-03-26 allows; their answers go back in one.
final class BridgeBatch: Sendable {
  private let state: Mutex<(left: Int, answers: [JSONValue])>

  init(count: Int) { state = Mutex((count, [])) }

  /// The whole array, with the last of the answers.
  func add(_ message: BridgeMessage) -> BridgeMessage? {
    var bytes: [UInt8] = []
    message.write { bytes += $0 }
    let answer = (try? JSONValue.parse(bytes)) ?? .null
    return state.withLock { state in
      state.answers.append(answer)
      state.left -= 1
      return state.left > 0 ? nil : .message(.array(state.answers))
    }
  }
}
