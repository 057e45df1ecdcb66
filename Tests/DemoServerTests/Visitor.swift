@testable import DemoServer

/// A client in the middle of its life: registers, authorizes, exchanges, refreshes, calls. Every step takes the
/// parameters to change, so that a test can do one thing wrong.
struct Visitor {
  static let redirectURI = "http://127.0.0.1:7777/callback"
  /// The example of RFC 7636, Appendix B.
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  let server: DemoServer
  let authorizationServer: Realm
  var clientID = ""
  var resource: String

  init(_ server: DemoServer, resource: String? = nil, realm: Realm = .demo) {
    self.server = server
    authorizationServer = realm
    self.resource = resource ?? server.mcpURL
  }

  /// Below which the endpoints are, whatever the issuer calls itself.
  var realm: String { server.mcpURL.replacing("/tools/mcp", with: authorizationServer.path) }

  /// The authorization server's metadata.
  func metadata() async -> JSON {
    let place = server.issuer.replacing("/realm/demo", with: "/.well-known/oauth-authorization-server/realm/demo")
    return await RawClient.send("GET", place).json
  }

  func register(_ changes: [String: JSON?] = [:]) async -> Reply {
    var metadata: [String: JSON] = [
      "redirect_uris": [.string(Self.redirectURI)], "application_type": "native", "client_name": "Visitor",
      "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
    ]
    for (name, value) in changes { metadata[name] = value }
    return await RawClient.send(
      "POST", realm + "/clients/new", headers: ["Content-Type": "application/json"], body: JSON.object(metadata).text)
  }

  mutating func registered(_ changes: [String: JSON?] = [:]) async {
    clientID = await register(changes).json["client_id"]?.string ?? ""
  }

  func authorize(_ changes: [String: String?] = [:]) async -> Reply {
    await ask(merge(request, changes))
  }

  /// The parameters of an authorization request.
  var request: [String: String] {
    [
      "response_type": "code", "client_id": clientID, "redirect_uri": Self.redirectURI,
      "code_challenge": Self.challenge, "code_challenge_method": "S256", "state": "st&te", "resource": resource,
    ]
  }

  /// What a browser that is sent to the authorization endpoint sees.
  func ask(_ parameters: [String: String]) async -> Reply {
    await RawClient.send("GET", realm + "/ask?" + Self.form(parameters))
  }

  /// The parameters that the redirect brings back.
  static func callback(_ reply: Reply) -> FormFields {
    let location = reply.header("location") ?? ""
    return FormFields.parse(location.drop { $0 != "?" }.dropFirst().utf8) ?? FormFields(fields: [])
  }

  func code(_ changes: [String: String?] = [:]) async -> String {
    Self.callback(await authorize(changes))["code"] ?? ""
  }

  func exchange(_ code: String, _ changes: [String: String?] = [:], headers: [String: String] = [:]) async -> Reply {
    await token(
      [
        "grant_type": "authorization_code", "code": code, "code_verifier": Self.verifier, "client_id": clientID,
        "redirect_uri": Self.redirectURI, "resource": resource,
      ], changes, headers)
  }

  func refresh(_ token: String, _ changes: [String: String?] = [:]) async -> Reply {
    await self.token(
      ["grant_type": "refresh_token", "refresh_token": token, "client_id": clientID, "resource": resource], changes)
  }

  func revoke(_ token: String) async -> Reply {
    await post("/void", ["token": token, "client_id": clientID])
  }

  /// A request to the token endpoint.
  func token(
    _ parameters: [String: String], _ changes: [String: String?] = [:], _ headers: [String: String] = [:]
  ) async -> Reply {
    await post("/mint", merge(parameters, changes), headers)
  }

  /// A form to a place below the issuer.
  func post(_ place: String, _ parameters: [String: String], _ headers: [String: String] = [:]) async -> Reply {
    await RawClient.send(
      "POST", realm + place, headers: Self.formType.merging(headers) { $1 }, body: Self.form(parameters))
  }

  static let formType = ["Content-Type": "application/x-www-form-urlencoded"]

  func merge(_ parameters: [String: String], _ changes: [String: String?]) -> [String: String] {
    var merged = parameters
    for (name, value) in changes { merged[name] = value }
    return merged
  }

  static func form(_ parameters: [String: String]) -> String {
    parameters.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
  }
}
