/// How long a result may be kept and for whom (MCP 2026-07-28, Caching).
public struct CacheHints: Sendable, Equatable {
  /// Who may be given the kept result.
  public enum Scope: String, Sendable {
    case `public`
    /// Only the same authorization.
    case `private`
  }

  /// Milliseconds from receipt for which the result is fresh; 0 where absent or negative.
  public let ttlMilliseconds: Int64
  /// Private unless the server says `public`.
  public let scope: Scope

  /// Reads `ttlMs` and `cacheScope` of a result.
  public init(_ result: JSONValue) {
    ttlMilliseconds = result["ttlMs"]?.numberValue.map { Int64(max(0, min($0, 1e15))) } ?? 0
    scope = result["cacheScope"]?.stringValue.flatMap(Scope.init(rawValue:)) ?? .private
  }
}
