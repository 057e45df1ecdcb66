public import HTTP

/// The `Bearer` challenge of an MCP server, the `DPoP` one, or both (RFC 6750 §3, RFC 9449 §7.1, RFC 9728 §5.1).
public struct BearerChallenge: Sendable, Equatable {
  /// Where the server says its metadata is; nil where absent or not a URL.
  public let resourceMetadata: WebURL?
  /// Every place that it names where it names several, in their order: no one of them is known to be the right one.
  public let metadataCandidates: [WebURL]
  /// `resource_metadata` as it came, where it is not a URL a secret-free GET may go to.
  public let unusableResourceMetadata: String?
  /// The scopes this operation needs.
  public let scope: Scope?
  /// `invalid_token` or `insufficient_scope`, say.
  public let error: String?
  public let errorDescription: String?
  /// Whether only a token that is bound to a key will do: there is a `DPoP` challenge and no `Bearer` one.
  public let isForBoundTokens: Bool

  /// The first challenge of either scheme; nil where there is none. Where both are there, a member that `Bearer` lacks
  /// is taken from `DPoP`: servers put the error with the scheme that was used.
  public init?(_ challenges: [AuthenticationChallenge]) {
    let bearer = challenges.first { $0.scheme == "bearer" }, dpop = challenges.first { $0.scheme == "dpop" }
    guard bearer != nil || dpop != nil else { return nil }
    func member(_ name: String) -> String? { bearer?.parameters[name] ?? dpop?.parameters[name] }
    let metadata = member("resource_metadata")
    let url = metadata.flatMap { WebURL($0) }.flatMap { $0.isSecure ? $0 : nil }
    resourceMetadata = url
    unusableResourceMetadata = url == nil ? metadata : nil
    let places = challenges.filter { ["bearer", "dpop"].contains($0.scheme) }.flatMap { challenge in
      challenge.metadataCandidates + [challenge.parameters["resource_metadata"]].compactMap(\.self)
    }
    var usable: [WebURL] = []
    for place in places.prefix(8).compactMap({ WebURL($0) }) where place.isSecure && !usable.contains(place) {
      usable.append(place)
    }
    metadataCandidates = usable.count > 1 ? usable : []
    scope = member("scope").flatMap { Scope($0) }
    error = member("error")
    errorDescription = member("error_description")
    isForBoundTokens = bearer == nil
  }
}
