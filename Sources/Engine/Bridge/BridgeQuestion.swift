import MCP
import Synchronization

/// A question of the server's that the host has been asked.
final class BridgeQuestion: Sendable {
  /// The server's own name for it.
  let serverID: RequestID

  private enum State {
    case open
    case awaited(CheckedContinuation<JSONRPCReply, Never>)
    case answered(JSONRPCReply)
  }
  private let state = Mutex(State.open)

  init(serverID: RequestID) { self.serverID = serverID }

  /// The first answer counts.
  func answer(_ reply: JSONRPCReply) {
    let waiting = state.withLock { state -> CheckedContinuation<JSONRPCReply, Never>? in
      switch state {
      case .open:
        state = .answered(reply)
        return nil
      case .awaited(let continuation):
        state = .answered(reply)
        return continuation
      case .answered: return nil
      }
    }
    waiting?.resume(returning: reply)
  }

  /// Waits; a task that is cancelled has no answer any more.
  func reply() async -> JSONRPCReply {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known = state.withLock { state -> JSONRPCReply? in
          if case .answered(let reply) = state { return reply }
          state = .awaited(continuation)
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      answer(.failure(JSONRPCError(code: JSONRPCError.internalError, message: "cancelled")))
    }
  }
}
