import HTTP
import OAuth
import Testing

@Suite struct DeviceAuthorizationTests {
  private static let least = #""device_code":"d","user_code":"AB-CD","verification_uri":"https://as/device""#

  private static func parse(_ members: String, status: Int = 200) throws -> DeviceAuthorization {
    try DeviceAuthorization.parse(
      Exchange.response("{\(members)}", status: status), from: Exchange.url("https://as/devices"))
  }

  @Test(
    "the client asks for the resource and the scope, and authenticates", arguments: [("a b", "scope=a b"), ("", nil)])
  func request(_ scope: String, _ field: String?) throws {
    let client = OAuthClient(id: "c", secret: Secret("s"), method: .clientSecretPost)
    let request = DeviceAuthorization.request(
      scope: Scope(scope), resource: "https://h/mcp", client: client, at: try Exchange.url("https://as/devices"))
    #expect(request.method == .post)
    #expect(
      try Exchange.fields(request) == ["resource=https://h/mcp"] + [field].compactMap(\.self)
        + ["client_id=c", "client_secret=s"])
  }

  @Test("where nothing is chosen the client is all there is")
  func fewestFields() throws {
    let request = DeviceAuthorization.request(
      scope: nil, resource: nil, client: OAuthClient(id: "c", secret: nil, method: .none),
      at: try Exchange.url("https://as/devices"))
    #expect(try Exchange.fields(request) == ["client_id=c"])
  }

  @Test("the tokens are asked for with the device's code and the same resource")
  func poll() throws {
    let request = TokenRequest.deviceCode(
      Secret("d&1"), resource: "https://h/mcp", client: OAuthClient(id: "c", secret: nil, method: .none),
      at: try Exchange.url("https://as/token"))
    #expect(
      try Exchange.fields(request) == [
        "grant_type=urn:ietf:params:oauth:grant-type:device_code", "device_code=d&1", "resource=https://h/mcp",
        "client_id=c",
      ])
  }

  @Test("an answer with everything is read")
  func whole() throws {
    let answer = try Self.parse(
      Self.least + #","verification_uri_complete":"https://as/device?c=AB-CD","expires_in":"900","interval":7"#)
    #expect(answer.deviceCode.exposed == "d")
    #expect(answer.userCode == "AB-CD")
    #expect(answer.verificationURI.raw == "https://as/device")
    #expect(answer.verificationURIComplete?.raw == "https://as/device?c=AB-CD")
    #expect(answer.expiresIn == 900)
    #expect(answer.interval == 7)
  }

  @Test(
    "what is left out, or cannot be read, has its default",
    arguments: [
      ("", 5), (#","interval":0"#, 1), (#","interval":-3"#, 5), (#","interval":"x""#, 5),
      (#","verification_uri_complete":7"#, 5), (#","verification_uri_complete":"javascript:alert(1)""#, 5),
      (#","verification_uri_complete":"http://as/device""#, 5),
    ])
  func fewest(_ more: String, _ interval: Int) throws {
    let answer = try Self.parse(Self.least + more)
    #expect(answer.verificationURIComplete == nil)
    #expect(answer.expiresIn == nil)
    #expect(answer.interval == interval)
  }

  @Test(
    "a page that a person must not be sent to is refused",
    arguments: ["http://as/device", "javascript:alert(1)", "file:///etc/passwd", "--help", ""])
  func insecure(_ page: String) {
    #expect(throws: OAuthError.insecureEndpoint(member: "verification_uri", url: page)) {
      try Self.parse(#""device_code":"d","user_code":"u","verification_uri":"\#(page)""#)
    }
  }

  @Test(
    "a success without the codes is refused",
    arguments: [
      (#""user_code":"u","verification_uri":"https://a""#, .missing(member: "device_code")),
      (#""device_code":"d","verification_uri":"https://a""#, .missing(member: "user_code")),
      (#""device_code":"d","user_code":"u""#, .missing(member: "verification_uri")),
      (
        #""device_code":"","user_code":"u","verification_uri":"https://a""#,
        .unusable(member: "device_code", value: "")
      ),
      (#""device_code":"d","user_code":"","verification_uri":"https://a""#, .unusable(member: "user_code", value: "")),
      (
        #""device_code":"d","user_code":7,"verification_uri":"https://a""#,
        .wrongType(member: "user_code", expected: "string")
      ),
    ] as [(String, DocumentProblem.Fault)])
  func unusable(_ members: String, _ fault: DocumentProblem.Fault) throws {
    #expect(try Exchange.fault { _ = try Self.parse(members) } == fault)
  }

  @Test("an OAuth error is the server's no")
  func refused() {
    let refusal = Refusal(endpoint: .deviceAuthorization, code: "unauthorized_client", description: nil, status: 400)
    #expect(throws: OAuthError.refused(refusal)) { try Self.parse(#""error":"unauthorized_client""#, status: 400) }
  }
}
