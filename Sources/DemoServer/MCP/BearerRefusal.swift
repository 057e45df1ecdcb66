/// Why a caller is not let in.
enum BearerRefusal: Error, Sendable, Equatable {
  /// RFC 6750 §3.1: without a token there is no error code either.
  case noToken
  case invalidToken(String)
  case insufficientScope(Scope)
  /// RFC 9449 §7.1.
  case proof(DPoPProof.Refusal)

  /// - Parameter resource: the MCP endpoint; `nil` at an endpoint that has no metadata of its own.
  func answer(at resource: MCPResource?, in world: World) -> Answer {
    var challenge = Challenge()
    add(to: &challenge, world)
    if let resource {
      if let link = Self.link(resource, world) { challenge.add("resource_metadata", link) }
      if !isScopeKnown, !world.has(.challengeWithoutScope) { challenge.add("scope", Scope.byDefault.text) }
    }
    // Only what this operation lacks: the client has to add it to what it has (MCP Authorization, Step-Up).
    if case .insufficientScope(let scope) = self, !world.has(.insufficientScopeUnsaid) {
      challenge.add("scope", scope.rawValue)
    }
    var headers = lines(challenge, world).map { ("www-authenticate", $0) }
    if case .proof(.nonceNeeded(let nonce)) = self { headers.append(("dpop-nonce", nonce)) }
    return Answer(status: isScopeKnown ? 403 : 401, headers: headers)
  }

  private var isScopeKnown: Bool {
    if case .insufficientScope = self { true } else { false }
  }

  private func add(to challenge: inout Challenge, _ world: World) {
    switch self {
    case .noToken: if world.has(.challengeWithError) { challenge.add("error", "invalid_token") }
    case .invalidToken(let why):
      challenge.add("error", "invalid_token")
      challenge.add("error_description", why)
    case .insufficientScope: challenge.add("error", "insufficient_scope")
    case .proof(.invalid(let why)):
      challenge.add("error", "invalid_dpop_proof")
      challenge.add("error_description", why)
    case .proof(.nonceNeeded): challenge.add("error", "use_dpop_nonce")
    }
  }

  /// One challenge for each scheme that is taken; the one that failed says why.
  private func lines(_ challenge: Challenge, _ world: World) -> [String] {
    var bound = challenge
    bound.scheme = "DPoP"
    bound.add("algs", SigningAlgorithm.allCases.map(\.rawValue).joined(separator: " "))
    if case .proof = self { return bound.lines(world.behaviours) }
    if world.has(.dpopRequired) { return bound.lines(world.behaviours) }
    guard world.has(.dpop) else { return challenge.lines(world.behaviours) }
    var offer = Challenge(scheme: "DPoP")
    offer.add("algs", SigningAlgorithm.allCases.map(\.rawValue).joined(separator: " "))
    return challenge.lines(world.behaviours) + offer.lines(world.behaviours)
  }

  /// RFC 9728 §5.1.
  private static func link(_ resource: MCPResource, _ world: World) -> String? {
    if world.has(.challengeHostileMetadata) { return "http://169.254.169.254/latest/meta-data" }
    if world.has(.challengeFileMetadata) { return "file:///etc/passwd" }
    guard ResourceMetadataPlace.isInChallenge(world.behaviours),
      let path = ResourceMetadataPlace.path(of: resource, world.behaviours)
    else { return nil }
    return world.has(.challengeRelativeMetadata) ? path : world.places.origin + path
  }
}
