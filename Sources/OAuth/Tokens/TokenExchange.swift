public import HTTP

/// Exchanges who a person is, as their identity provider says, for an identity assertion authorization grant (ID-JAG):
/// token exchange (RFC 8693) in the profile of draft-ietf-oauth-identity-assertion-authz-grant.
public enum TokenExchange {
  private static let idJAG = "urn:ietf:params:oauth:token-type:id-jag"

  /// The POST to the identity provider's token endpoint (§4.3 of the draft).
  ///
  /// `audience` is the issuer of the authorization server that the result is for, `resource` the MCP server behind it.
  public static func request(
    idToken: Secret, audience: String, resource: String?, scope: Scope?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    var fields = [
      ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("requested_token_type", idJAG),
      ("audience", audience), ("subject_token", idToken.exposed),
      ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
    ]
    if let resource { fields.append(("resource", resource)) }
    if let scope, !scope.isEmpty { fields.append(("scope", scope.description)) }
    return client.authenticatedForm(endpoint, fields)
  }

  /// The assertion in the answer (RFC 8693 §2.2.1). It is short-lived and good for one use: never logged, never kept.
  ///
  /// Throws as `TokenResponse.parse` does, and `invalidDocument` where another type of token was issued.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, hiding secrets: [Secret] = []
  ) throws(OAuthError) -> Secret {
    try ErrorBody.check(response, endpoint: .token, from: endpoint, hiding: secrets)
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: .tokenExchangeResponse, from: endpoint.origin)
    func refuse(_ fault: DocumentProblem.Fault) -> OAuthError {
      .invalidDocument(DocumentProblem(.tokenExchangeResponse, from: endpoint.origin, fault))
    }
    guard wire.issued_token_type == idJAG else {
      throw refuse(.mismatch(member: "issued_token_type", expected: idJAG, found: wire.issued_token_type))
    }
    // RFC 8693 §2.2.1: what is no access token has this type, and another one MUST NOT be taken for one.
    guard wire.token_type.lowercased() == "n_a" else {
      throw refuse(.mismatch(member: "token_type", expected: "N_A", found: wire.token_type))
    }
    guard !wire.access_token.exposed.isEmpty else { throw refuse(.unusable(member: "access_token", value: "")) }
    return wire.access_token
  }

  private struct Wire: Decodable {
    let access_token: Secret
    let issued_token_type: String
    let token_type: String
  }
}
