import HTTP
import OAuth
import Registry

// What an authorization server says of itself may be used for a day, unless it answers as if that were out of date.
extension MetadataSource {
  /// Lets the next login ask for the issuer's metadata again, where an endpoint's answer contradicts it.
  func doubtMetadata(of issuer: String, after error: OAuthError) throws(EngineError) {
    guard error.contradictsMetadata else { return }
    try stored(registry.expireMetadata(of: issuer))
  }

  /// The same after a refresh, which has no login behind it: the document is asked for now, so that the next attempt goes
  /// to an endpoint that has moved. What cannot be read now says nothing.
  func askAgain(about grant: Grant, after error: EngineError) async {
    guard error.contradictsMetadata, !LegacyAuthorizationServer.isIssuer(grant.issuer),
      (try? registry.expireMetadata(of: grant.issuer)) != nil, let endpoint = WebURL(grant.serverURL)
    else { return }
    let discovery = Discovery(workplace: workplace, server: grant.serverName, endpoint: endpoint)
    let trusted = (try? registry.server(grant.serverName))?.settings.trustedIssuer
    guard
      let fetched = try? await discovery.authorizationServer(
        trusted?.named ?? grant.issuer, trusted: trusted?.declared),
      trusted?.tokenOrigin.map({ $0 == fetched.document.tokenEndpoint.origin }) ?? true,
      let keys = try? keyRing.existingKeys()
    else {
      return
    }
    try? registry.saveMetadata(
      fetched.document.json, of: grant.issuer, freshUntil: fetched.freshUntil, keys: keys)
  }
}

extension EngineError {
  /// Whether the authorization server answered as if its metadata were out of date.
  fileprivate var contradictsMetadata: Bool {
    switch self {
    case .oauth(let error, _): error.contradictsMetadata
    case .loginRequired(_, _, .refused(code: "invalid_client")), .refusedOnce(_, _, code: "invalid_client", _): true
    default: false
    }
  }
}
