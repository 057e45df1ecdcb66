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
}
