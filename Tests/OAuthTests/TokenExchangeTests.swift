import HTTP
import OAuth
import Testing

@Suite struct TokenExchangeTests {
  static let idJAG = "urn:ietf:params:oauth:token-type:id-jag"

  static func parse(_ body: String, status: Int = 200, hiding: [Secret] = []) throws -> Secret {
    let endpoint = try Exchange.url("https://idp/token?x=secret")
    return try TokenExchange.parse(Exchange.response(body, status: status), from: endpoint, hiding: hiding)
  }

  @Test("an identity is exchanged for the authorization server, the resource and the scope")
  func request() throws {
    let client = OAuthClient(id: "c", secret: Secret("s"), method: .clientSecretPost)
    let request = TokenExchange.request(
      idToken: Secret("id.to.ken"), audience: "https://as.example/", resource: "https://h/mcp", scope: Scope("a b"),
      client: client, at: try Exchange.url("https://idp/token"))
    #expect(request.method == .post)
    #expect(request.url.raw == "https://idp/token")
    #expect(
      try Exchange.fields(request) == [
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange", "requested_token_type=\(Self.idJAG)",
        "audience=https://as.example/", "subject_token=id.to.ken",
        "subject_token_type=urn:ietf:params:oauth:token-type:id_token", "resource=https://h/mcp", "scope=a b",
        "client_id=c", "client_secret=s",
      ])
  }

  @Test("the answer's assertion is taken, whatever the case of its type", arguments: ["N_A", "n_a"])
  func success(_ type: String) throws {
    let body = "{\"access_token\":\"jag\",\"issued_token_type\":\"\(Self.idJAG)\",\"token_type\":\"\(type)\"}"
    #expect(try Self.parse(body).exposed == "jag")
  }

  @Test(
    "what is no identity assertion grant is refused",
    arguments: [
      ("{\"access_token\":\"x\",\"token_type\":\"N_A\"}", .missing(member: "issued_token_type")),
      (
        "{\"access_token\":\"x\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\",\"token_type\":\"N_A\"}",
        .mismatch(
          member: "issued_token_type", expected: idJAG, found: "urn:ietf:params:oauth:token-type:access_token")
      ),
      (
        "{\"access_token\":\"x\",\"issued_token_type\":\"\(idJAG)\",\"token_type\":\"Bearer\"}",
        .mismatch(member: "token_type", expected: "N_A", found: "Bearer")
      ),
      (
        "{\"access_token\":\"\",\"issued_token_type\":\"\(idJAG)\",\"token_type\":\"N_A\"}",
        .unusable(member: "access_token", value: "")
      ), ("<html></html>", .notJSON),
    ] as [(String, DocumentProblem.Fault)])
  func unusable(_ body: String, _ fault: DocumentProblem.Fault) {
    let problem = DocumentProblem(.tokenExchangeResponse, from: "https://idp", fault)
    #expect(throws: OAuthError.invalidDocument(problem)) { try Self.parse(body) }
  }

  @Test("a refusal is kept without the identity it repeats")
  func refused() {
    let refusal = Refusal(endpoint: .token, code: "invalid_grant", description: "<secret> has expired", status: 400)
    #expect(throws: OAuthError.refused(refusal)) {
      try Self.parse(
        "{\"error\":\"invalid_grant\",\"error_description\":\"id.to.ken has expired\"}", status: 400,
        hiding: [Secret("id.to.ken")])
    }
  }
}
