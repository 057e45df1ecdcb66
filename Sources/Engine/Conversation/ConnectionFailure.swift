import HTTP
import OAuth

/// How an MCP exchange can end that the caller may still turn to good.
enum ConnectionFailure: Error {
  /// 401: log in, refresh, or give up.
  case unauthorized([AuthenticationChallenge])
  /// 403.
  case forbidden([AuthenticationChallenge])
  /// Everything else is final.
  case final(EngineError)

  /// Whether we have stopped waiting, and the server goes on.
  var isGivenUp: Bool {
    switch self {
    case .final(.cancelled): true
    case .final(.transport(let error, _)): error.sent && error.kind == .timedOut
    default: false
    }
  }

  /// The same where it is a tool call that failed.
  var ofCall: ConnectionFailure {
    guard case .final(let error) = self, error.leavesOutcomeUnknown else { return self }
    return .final(.outcomeUnknown(error))
  }
}

extension EngineError {
  /// Whether a request was sent whose answer did not come, or cannot be read.
  fileprivate var leavesOutcomeUnknown: Bool {
    switch self {
    case .transport(let error, _): error.sent && error.kind != .cancelled
    case .mcp(let error, _):
      switch error {
      case .malformedJSON, .nestedTooDeep, .notJSONRPC, .answerMismatch, .streamEnded, .eventTooLarge, .answerTooLarge:
        true
      default: false
      }
    default: false
    }
  }
}
