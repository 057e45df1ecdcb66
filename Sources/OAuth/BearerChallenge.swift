public import HTTP

/// The `Bearer` challenge of an MCP server (RFC 6750 §3, RFC 9728 §5.1).
public struct BearerChallenge: Sendable, Equatable {
  /// Where the server says its metadata is; nil where absent or not a URL.
  public let resourceMetadata: WebURL?
  /// `resource_metadata` as it came, where it is not a URL a secret-free GET may go to.
  public let unusableResourceMetadata: String?
  /// The scopes this operation needs.
  public let scope: Scope?
  /// `invalid_token` or `insufficient_scope`, say.
  public let error: String?
  public let errorDescription: String?

  /// The first Bearer challenge; nil where there is none.
  public init?(_ challenges: [AuthenticationChallenge]) {
    guard let bearer = challenges.first(where: { $0.scheme == "bearer" }) else { return nil }
    let metadata = bearer.parameters["resource_metadata"]
    let url = metadata.flatMap { WebURL($0) }.flatMap { $0.isSecure ? $0 : nil }
    resourceMetadata = url
    unusableResourceMetadata = url == nil ? metadata : nil
    scope = bearer.parameters["scope"].flatMap { Scope($0) }
    error = bearer.parameters["error"]
    errorDescription = bearer.parameters["error_description"]
  }
}
