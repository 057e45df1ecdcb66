import HTTP
import OAuth
import Testing

@Suite struct SecretTests {
  static let mark = "s3cr3t-Mark"

  /// Everything of this target that holds a secret.
  static func holders() throws -> [(String, Any)] {
    let secret = Secret(mark)
    let endpoint = try Exchange.url("https://as.example/x"), redirect = try Exchange.url("http://127.0.0.1:9/cb")
    let request = ClientRegistrationRequest(redirectURIs: [redirect], method: .none, scope: nil, softwareVersion: "1")
    let registration = """
      {"client_id":"c","client_secret":"\(mark)","registration_access_token":"\(mark)",
      "registration_client_uri":"https://as.example/r"}
      """
    let tokens = "{\"access_token\":\"\(mark)\",\"token_type\":\"Bearer\",\"refresh_token\":\"\(mark)\"}"
    return [
      ("Secret", secret), ("optional", Secret?.some(secret) as Any), ("array", [secret]),
      ("dictionary", ["key": secret]),
      ("PKCE", PKCE(verifier: secret)), ("OAuthClient", OAuthClient(id: "c", secret: secret, method: .none)),
      ("TokenResponse", try TokenResponse.parse(Exchange.response(tokens), from: endpoint)),
      (
        "ClientRegistrationResponse",
        try ClientRegistrationResponse.parse(Exchange.response(registration), from: endpoint, requested: request)
      ),
      (
        "AuthorizationRequest",
        AuthorizationRequest(
          clientID: "c", redirectURI: redirect, scope: nil, state: secret, challenge: "x", resource: nil)
      ),
      (
        "Expectation",
        AuthorizationResponse.Expectation(redirectURI: redirect, state: secret, issuer: "i", issRequired: true)
      ),
      ("AuthorizationResponse", AuthorizationResponse.code(secret)),
    ]
  }

  @Test("nothing that holds a secret prints it, by whatever way of printing")
  func printing() throws {
    for (name, value) in try Self.holders() {
      var texts = ["\(value)", String(describing: value), String(reflecting: value), "\(Mirror(reflecting: value))"]
      var dumped = ""
      dump(value, to: &dumped)
      var printed = ""
      print(value, to: &printed)
      debugPrint(value, to: &printed)
      texts += [dumped, printed] + Self.children(of: value)
      for text in texts { #expect(!text.contains(Self.mark), "\(name)") }
      #expect(texts.contains { $0.contains("<secret>") }, "\(name) has lost its secret")
    }
  }

  /// Every leaf that reflection reaches.
  static func children(of value: Any) -> [String] {
    let mirror = Mirror(reflecting: value)
    return mirror.children.isEmpty
      ? [String(reflecting: value)] : mirror.children.flatMap { children(of: $0.value) }
  }

  @Test("a secret cannot be encoded, compared or hashed by accident")
  func conformances() {
    let secret: Any = Secret("x")
    #expect(!(secret is any Encodable))
    #expect(!(secret is any Equatable))
    #expect(!(secret is any LosslessStringConvertible))
  }

  @Test("matching is by every byte", arguments: [("abc", true), ("abd", false), ("ab", false), ("", false)])
  func matching(_ other: String, _ expected: Bool) {
    #expect(Secret("abc").matches(other) == expected)
  }

  @Test("texts that only look alike do not match")
  func bytes() {
    #expect(!Secret("caf\u{E9}").matches("cafe\u{301}"))
    #expect(!Secret("K").matches("\u{212A}"))
  }

  @Test("a fingerprint is the beginning of the SHA-256 and tells two secrets apart")
  func fingerprint() {
    #expect(Secret("abc").fingerprint == "ba7816bf8f01cfea")
    #expect(Secret("abd").fingerprint != Secret("abc").fingerprint)
  }

  @Test("bytes that are not UTF-8 are no secret")
  func utf8() {
    #expect(Secret(utf8: [0xC3, 0x28]) == nil)
    #expect(Secret(utf8: [0x61, 0])?.exposed == "a\u{0}")
  }
}
