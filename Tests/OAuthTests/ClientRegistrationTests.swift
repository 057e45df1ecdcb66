import Foundation
import HTTP
import OAuth
import Testing

@Suite struct ClientRegistrationTests {
  static let uris = ["http://127.0.0.1:8123/callback/ab", "http://127.0.0.1:8124/callback/ab"]

  static func requested(_ method: ClientAuthenticationMethod = .none, scope: Scope? = nil) -> ClientRegistrationRequest
  {
    ClientRegistrationRequest(
      redirectURIs: uris.compactMap { WebURL($0) }, method: method, scope: scope, softwareVersion: "1.2")
  }

  static func parse(
    _ members: String, status: Int = 201, requested: ClientRegistrationRequest = requested()
  ) throws -> ClientRegistrationResponse {
    let endpoint = try Exchange.url("https://as/register")
    return try ClientRegistrationResponse.parse(
      Exchange.response("{\(members)}", status: status), from: endpoint, requested: requested)
  }

  @Test("the request says native, states its method, and asks to refresh")
  func request() throws {
    let request = Self.requested(.clientSecretPost, scope: Scope("a b")).request(at: try Exchange.url("https://as/reg"))
    #expect(request.method == .post)
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(request.headers["Accept"] == "application/json")
    let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: any Sendable])
    #expect(body["redirect_uris"] as? [String] == Self.uris)
    #expect(body["grant_types"] as? [String] == ["authorization_code", "refresh_token"])
    #expect(body["response_types"] as? [String] == ["code"])
    let texts = body.compactMapValues { $0 as? String }
    #expect(
      texts == [
        "client_name": "mcpcred", "software_id": "mcpcred", "software_version": "1.2", "application_type": "native",
        "token_endpoint_auth_method": "client_secret_post", "scope": "a b",
      ])
  }

  @Test("the device grant is asked for where the server has one")
  func deviceGrant() throws {
    let request = ClientRegistrationRequest(
      redirectURIs: [], method: .none, scope: nil, usesDeviceGrant: true, softwareVersion: "1"
    ).request(at: try Exchange.url("https://as/reg"))
    let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: any Sendable])
    #expect(
      body["grant_types"] as? [String] == [
        "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
      ])
  }

  @Test("an initial access token goes into the header, and is hidden in what the server says of it")
  func initialAccessToken() throws {
    let request = Self.requested().request(
      at: try Exchange.url("https://as/reg"), initialAccessToken: Secret("initial"))
    #expect(request.headers.all("Authorization") == ["Bearer initial"])
    #expect(Self.requested().request(at: try Exchange.url("https://as/reg")).headers["Authorization"] == nil)
    let refused = Exchange.response(
      #"{"error":"invalid_token","error_description":"initial is old"}"#, status: 401)
    do {
      _ = try ClientRegistrationResponse.parse(
        refused, from: try Exchange.url("https://as/reg"), requested: Self.requested(), hiding: [Secret("initial")])
      Issue.record("a success")
    } catch OAuthError.refused(let refusal) {
      #expect(refusal.description == "<secret> is old")
    }
  }

  @Test("the variations of redirect URIs: the address with ports, the name with ports, the address without")
  func variations() {
    let variations = RedirectURI.variations(ports: [1, 2], issuer: "https://as")
    let path = RedirectURI.loopback(ports: [1], issuer: "https://as").first?.path ?? ""
    #expect(
      variations.map { $0.map(\.raw) } == [
        ["http://127.0.0.1:1\(path)", "http://127.0.0.1:2\(path)"],
        ["http://localhost:1\(path)", "http://localhost:2\(path)"], ["http://127.0.0.1\(path)"],
      ])
  }

  @Test(
    "a refusal of redirect URIs is known by its code, or by its words",
    arguments: [
      ("invalid_redirect_uri", nil, true), ("invalid_client_metadata", "bad Redirect URI", true),
      ("invalid_client_metadata", "bad scope", false), ("invalid_client_metadata", nil, false),
      ("invalid_token", "redirect", false),
    ] as [(String, String?, Bool)])
  func refusedRedirects(_ code: String, _ words: String?, _ expected: Bool) {
    let refusal = Refusal(endpoint: .registration, code: code, description: words, status: 400)
    #expect(OAuthError.refused(refusal).refusesRedirectURIs == expected)
  }

  @Test("without a scope the member is left out")
  func noScope() throws {
    let request = Self.requested().request(at: try Exchange.url("https://as/reg"))
    #expect(!String(decoding: request.body, as: UTF8.self).contains("\"scope\""))
  }

  @Test("an answer with everything is read, whether it came with 201 or 200", arguments: [200, 201])
  func whole(_ status: Int) throws {
    let members = """
      "client_id":"c","client_secret":"s","client_secret_expires_at":1700000000,
      "token_endpoint_auth_method":"client_secret_basic","registration_client_uri":"https://as/register/c",
      "registration_access_token":"rat","x":1
      """
    let answer = try Self.parse(members, status: status)
    #expect(answer.clientID == "c")
    #expect(answer.clientSecret?.exposed == "s")
    #expect(answer.secretExpiresAt == 1_700_000_000)
    #expect(answer.method == .clientSecretBasic)
    #expect(answer.redirectURIs.map(\.raw) == Self.uris)
    #expect(answer.managementURI?.raw == "https://as/register/c")
    #expect(answer.managementToken?.exposed == "rat")
    #expect(answer.document.exposed == "{\(members)}")
  }

  @Test("what the answer leaves out is as requested")
  func fewest() throws {
    let answer = try Self.parse("\"client_id\":\"c\"")
    #expect(answer.method == .none)
    #expect(answer.clientSecret == nil)
    #expect(answer.secretExpiresAt == nil)
    #expect(answer.redirectURIs.map(\.raw) == Self.uris)
    #expect(answer.managementURI == nil)
  }

  @Test(
    "only the redirect URIs that the server kept are used",
    arguments: [
      ("[\"\(uris[1])\"]", [uris[1]]), ("[\"\(uris[1])\",\"\(uris[0])\",\"https://x/y\"]", uris), ("null", uris),
      // Its own where it kept none of ours, as long as this machine can listen there.
      ("[\"https://x/y\",\"http://127.0.0.1:8123/other\"]", ["http://127.0.0.1:8123/other"]),
      ("[\"http://localhost/callback/ab\"]", ["http://localhost/callback/ab"]),
    ])
  func keptURIs(_ list: String, _ expected: [String]) throws {
    #expect(try Self.parse("\"client_id\":\"c\",\"redirect_uris\":\(list)").redirectURIs.map(\.raw) == expected)
  }

  @Test(
    "a registration without a redirect URI on this machine is of no use",
    arguments: ["[]", "[\"https://client.example/callback\"]", "[\"http://10.0.0.1/callback\",\"mcpcred:/cb\"]"])
  func lostURIs(_ list: String) throws {
    let fault = try Exchange.fault {
      _ = try Self.parse("\"client_id\":\"c\",\"redirect_uris\":\(list)")
    }
    guard case .mismatch("redirect_uris", Self.uris.joined(separator: " "), _) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
  }

  @Test(
    "the method that the server chose wins, where this client has it",
    arguments: [
      (.none, "none", nil, ClientAuthenticationMethod.none), (.none, "none", "unasked", .none),
      (.none, "client_secret_basic", "s", .clientSecretBasic),
      (.clientSecretBasic, "client_secret_post", "s", .clientSecretPost),
      (.clientSecretBasic, nil, "s", .clientSecretBasic), (.clientSecretPost, "none", nil, .none),
    ] as [(ClientAuthenticationMethod, String?, String?, ClientAuthenticationMethod)])
  func method(
    _ asked: ClientAuthenticationMethod, _ returned: String?, _ secret: String?, _ expected: ClientAuthenticationMethod
  ) throws {
    let answer = try Self.parse(Self.members(returned, secret), requested: Self.requested(asked))
    #expect(answer.method == expected)
    #expect(answer.clientSecret?.exposed == secret)
  }

  @Test(
    "a method that cannot be used is refused by name",
    arguments: [
      (.none, "private_key_jwt", nil, "private_key_jwt"), (.none, "tls_client_auth", "s", "tls_client_auth"),
      (.none, "client_secret_basic", nil, "client_secret_basic without a client_secret"),
      (.clientSecretPost, nil, nil, "client_secret_post without a client_secret"),
    ] as [(ClientAuthenticationMethod, String?, String?, String)])
  func otherMethod(_ asked: ClientAuthenticationMethod, _ returned: String?, _ secret: String?, _ name: String) {
    #expect(throws: OAuthError.unsupported(.clientAuthentication(name))) {
      try Self.parse(Self.members(returned, secret), requested: Self.requested(asked))
    }
  }

  @Test(
    "what an answer leaves out with null or nothing, or writes in quotes, costs nothing",
    arguments: ["null", "\"\"", "7", "[]", "{}"])
  func notSaid(_ value: String) throws {
    for member in [
      "client_secret", "token_endpoint_auth_method", "registration_client_uri", "registration_access_token",
    ] {
      let answer = try Self.parse("\"client_id\":\"c\",\"\(member)\":\(value)")
      #expect(answer.method == .none)
      #expect(answer.clientSecret == nil && answer.managementURI == nil && answer.managementToken == nil)
      #expect(answer.flaws.count == 1)
    }
  }

  @Test(
    "the end of a secret is read in quotes too, and what is no time says nothing",
    arguments: [
      ("0", 0), ("\"0\"", 0), ("\"1900000000\"", 1_900_000_000), ("1.9e9", 1_900_000_000), ("null", nil), ("\"\"", nil),
      ("-1", nil), ("9223372036854775807", nil), ("\"soon\"", nil),
    ] as [(String, Int?)])
  func secretEnd(_ value: String, _ expected: Int?) throws {
    let answer = try Self.parse("\"client_id\":\"c\",\"client_secret_expires_at\":\(value)")
    #expect(answer.secretExpiresAt == expected)
  }

  static func members(_ method: String?, _ secret: String?) -> String {
    "\"client_id\":\"c\"" + (method.map { ",\"token_endpoint_auth_method\":\"\($0)\"" } ?? "")
      + (secret.map { ",\"client_secret\":\"\($0)\"" } ?? "")
  }

  @Test("a management URI over which no token may travel is dropped", arguments: ["http://as/r", "r/c", ""])
  func insecureManagement(_ uri: String) throws {
    let answer = try Self.parse("\"client_id\":\"c\",\"registration_client_uri\":\"\(uri)\"")
    #expect(answer.managementURI == nil)
  }

  @Test("an RFC 7591 error is the server's no", arguments: [400, 401, 200])
  func refused(_ status: Int) {
    let refusal = Refusal(endpoint: .registration, code: "invalid_redirect_uri", description: "no", status: status)
    #expect(throws: OAuthError.refused(refusal)) {
      try Self.parse("\"error\":\"invalid_redirect_uri\",\"error_description\":\"no\"", status: status)
    }
  }

  @Test(
    "a success without a usable client id is refused",
    arguments: [
      ("", .missing(member: "client_id")), ("\"client_id\":\"\"", .unusable(member: "client_id", value: "")),
      ("\"client_id\":7", .wrongType(member: "client_id", expected: "string")), ("\"client_id\":\"c", .notJSON),
    ] as [(String, DocumentProblem.Fault)])
  func unusable(_ members: String, _ expected: DocumentProblem.Fault) throws {
    #expect(try Exchange.fault { _ = try Self.parse(members) } == expected)
  }

  @Test("any other status says nothing about the registration", arguments: [403, 404, 500])
  func failure(_ status: Int) throws {
    let failure = HTTPFailure(HTTPResponseHead(status: status), from: try Exchange.url("https://as/register"))
    #expect(throws: OAuthError.httpFailure(failure)) { try Self.parse("\"client_id\":\"c\"", status: status) }
  }
}
