import HTTP
import OAuth
import Testing

@Suite struct ProtectedResourceMetadataTests {
  typealias Metadata = ProtectedResourceMetadata
  typealias Source = ProtectedResourceMetadata.Source

  static func parse(_ body: String, _ source: Source = .path, _ endpoint: String = "https://h/mcp") throws -> Metadata {
    try Metadata.parse(
      Exchange.response(body), from: Exchange.url("https://h/prm"), source: source, endpoint: Exchange.url(endpoint))
  }

  static func fault(
    _ body: String, _ source: Source = .path, _ endpoint: String = "https://h/mcp"
  ) throws -> DocumentProblem.Fault? {
    let from = try Exchange.url("https://h/prm"), endpoint = try Exchange.url(endpoint)
    return try Exchange.fault {
      _ = try Metadata.parse(Exchange.response(body), from: from, source: source, endpoint: endpoint)
    }
  }

  static func document(resource: String) -> String {
    "{\"resource\":\"\(resource)\",\"authorization_servers\":[\"https://as\"]}"
  }

  @Test("the members this client knows are read, the others ignored")
  func members() throws {
    let metadata = try Self.parse(
      """
      {"resource":"https://h/mcp","authorization_servers":["https://b","https://a/"],"x":{"y":[1]},
      "scopes_supported":["r","w","r"],"bearer_methods_supported":["body","header"],"resource_name":"A name"}
      """)
    #expect(metadata.resource == "https://h/mcp")
    #expect(metadata.authorizationServers == ["https://b", "https://a/"])
    #expect(metadata.scopesSupported?.tokens == ["r", "w"])
    #expect(metadata.resourceName == "A name")
    #expect(metadata.source == .path)
    #expect(!metadata.bindsTokensToCertificates)
    #expect(metadata.url.raw == "https://h/prm")
    #expect(String(decoding: metadata.json, as: UTF8.self).hasPrefix("{\"resource\""))
  }

  @Test("what the resource demands besides is read", arguments: [("true", true), ("false", false)])
  func demands(_ value: String, _ expected: Bool) throws {
    let body = """
      {"resource":"https://h/mcp","authorization_servers":["a"],"tls_client_certificate_bound_access_tokens":\(value)}
      """
    #expect(try Self.parse(body).bindsTokensToCertificates == expected)
  }

  @Test(
    "a document that claims a parent of the endpoint says so",
    arguments: [("https://h/api", true), ("https://h", true), ("https://h/api/x", false)])
  func parent(_ resource: String, _ expected: Bool) throws {
    let metadata = try Self.parse(Self.document(resource: resource), .challenge, "https://h/api/x")
    #expect(metadata.namesParent == expected)
  }

  @Test(
    "built with the path, the document must name the endpoint itself",
    arguments: [
      ("https://h/mcp", "https://h/mcp", true), ("https://h/mcp", "https://h/mcp/", false),
      ("https://h/mcp/", "https://h/mcp", false), ("https://h/mcp", "https://h/MCP", false),
      ("https://h/mcp", "https://H/mcp", false), ("https://h/mcp", "https://h:443/mcp", false),
      ("https://h/mcp", "https://h:8443/mcp", false), ("https://h/mcp", "http://h/mcp", false),
      ("https://h/mcp", "https://h", false), ("https://h/mcp", "https://h/", false),
      ("https://h/api/x", "https://h/api", false), ("https://h/mcp", "", false), ("https://h/mcp", "h/mcp", false),
      ("https://h/mcp?t=1", "https://h/mcp?t=1", true), ("https://h/mcp?t=1", "https://h/mcp", false),
      ("https://h", "https://h", true), ("https://h", "https://h/", true), ("https://h/", "https://h", true),
      ("https://h/", "https://h/", true), ("https://h", "https://h//", false),
      ("https://h/K", "https://h/\u{212A}", false),
    ])
  func path(_ endpoint: String, _ resource: String, _ accepted: Bool) throws {
    try expect(resource, .path, endpoint, accepted)
  }

  @Test(
    "at the root, the document must name the origin",
    arguments: [
      ("https://h", true), ("https://h/", true), ("https://h/mcp", false), ("https://H", false),
      ("https://h:8443", false), ("http://h", false), ("https://h.evil", false), ("https://hh", false),
    ])
  func root(_ resource: String, _ accepted: Bool) throws {
    try expect(resource, .root, "https://h/mcp", accepted)
  }

  @Test(
    "named by the endpoint's challenge, the document may claim the endpoint or a prefix in whole segments",
    arguments: [
      ("https://h/api/x", "https://h/api/x", true), ("https://h/api/x", "https://h/api", true),
      ("https://h/api/x", "https://h/api/", true), ("https://h/api/x", "https://h", true),
      ("https://h/api/x", "https://h/", true), ("https://h/api/x", "https://H:443/api", true),
      ("https://h/apix", "https://h/api", false), ("https://h/api", "https://h/api/x", false),
      ("https://h/api/x", "https://h/API", false), ("https://h/api/x", "https://h:8443/api", false),
      ("https://h/api/x", "http://h/api", false), ("https://h/api/x", "https://other/api", false),
      ("https://h/api/x", "https://h/api?x", false), ("https://h/api/x", "https://h/api#x", false),
      ("https://h/api/x", "https://u@h/api", false), ("https://h.evil/api", "https://h", false),
      ("https://h/api?q=1", "https://h/api?q=1", true), ("https://h/api?q=1", "https://h/api", true),
      ("https://h/api/x", "/api", false), ("https://h/api/x", "", false),
    ])
  func challenge(_ endpoint: String, _ resource: String, _ accepted: Bool) throws {
    try expect(resource, .challenge, endpoint, accepted)
  }

  func expect(_ resource: String, _ source: Source, _ endpoint: String, _ accepted: Bool) throws {
    let fault = try Self.fault(Self.document(resource: resource), source, endpoint)
    guard !accepted else {
      #expect(fault == nil)
      #expect(try Self.parse(Self.document(resource: resource), source, endpoint).resource == resource)
      return
    }
    let expected = source == .root ? "https://h" : endpoint
    #expect(fault == .mismatch(member: "resource", expected: expected, found: resource))
  }

  @Test(
    "without an authorization server nobody can log in",
    arguments: ["", ",\"authorization_servers\":[]", ",\"authorization_servers\":null"])
  func noServers(_ member: String) throws {
    #expect(
      try Self.fault("{\"resource\":\"https://h/mcp\"\(member)}") == .missing(member: "authorization_servers"))
  }

  @Test(
    "a resource that takes no token in the header cannot be called",
    arguments: [("[\"query\"]", "query"), ("[\"body\",\"query\"]", "body query")])
  func methods(_ list: String, _ value: String) throws {
    let body = "{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\"],\"bearer_methods_supported\":\(list)}"
    #expect(try Self.fault(body) == .unusable(member: "bearer_methods_supported", value: value))
  }

  @Test(
    "a needed member of another type is named, with the type it should have",
    arguments: [
      ("\"resource\":7", "resource", "string"), ("\"resource\":null", "resource", "string"),
      ("\"resource\":[\"https://h/mcp\"]", "resource", "string"),
      ("\"resource\":\"https://h/mcp\",\"authorization_servers\":{}", "authorization_servers", "array"),
      ("\"resource\":\"https://h/mcp\",\"authorization_servers\":[1]", "authorization_servers", "array"),
    ])
  func types(_ members: String, _ member: String, _ expected: String) throws {
    guard case .wrongType(let found, let type) = try Self.fault("{\(members)}") else {
      Issue.record("accepted, or another fault")
      return
    }
    #expect(found == member)
    #expect(type.hasPrefix(expected))
  }

  @Test(
    "any other member that is null, empty or of another type counts as not said",
    arguments: ["null", "\"\"", "7", "{}", "[]", "[7]"])
  func notSaid(_ value: String) throws {
    for member in [
      "scopes_supported", "bearer_methods_supported", "dpop_bound_access_tokens_required",
      "dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens", "resource_name",
    ] {
      let metadata = try Self.parse(
        "{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\"],\"\(member)\":\(value)}")
      #expect(metadata.scopesSupported?.isEmpty ?? true)
      #expect(!metadata.requiresBoundTokens && !metadata.bindsTokensToCertificates)
      #expect(metadata.resourceName == nil)
    }
  }

  @Test("a text stands for a list, odd members of a list are left out, and a truth value may be in quotes")
  func understood() throws {
    let metadata = try Self.parse(
      """
      {"resource":"https://h/mcp","authorization_servers":"https://as","scopes_supported":"r, w",\
      "bearer_methods_supported":"header","dpop_bound_access_tokens_required":"true"}
      """)
    #expect(metadata.authorizationServers == ["https://as"])
    #expect(metadata.scopesSupported?.tokens == ["r", "w"])
    #expect(metadata.requiresBoundTokens)
    #expect(metadata.flaws.isEmpty)
    let odd = try Self.parse("{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\",1]}")
    #expect(odd.authorizationServers == ["a"])
    #expect(odd.flaws.map(\.fault) == [.wrongType(member: "authorization_servers", expected: "array of strings")])
  }

  @Test("a document without a resource is refused")
  func noResource() throws {
    #expect(try Self.fault("{\"authorization_servers\":[\"a\"]}") == .missing(member: "resource"))
  }

  @Test(
    "what is not a JSON object is no document",
    arguments: ["", " ", "<!doctype html><title>x</title>", "null", "[]", "\"x\"", "7", "{", "{\"resource\":}", "{}x"])
  func notJSON(_ body: String) throws {
    let fault = try Self.fault(body)
    #expect(fault == .notJSON || fault == .wrongType(member: "document", expected: "object"))
  }

  @Test("nesting without end is refused, not followed", arguments: ["[", "{\"a\":"])
  func nesting(_ opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    let nested = String(repeating: opening, count: 10_000) + "1" + String(repeating: closing, count: 10_000)
    let clock = ContinuousClock()
    let begin = clock.now
    #expect(try Self.fault(nested) == .tooDeep(limit: 64))
    let inside = "{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\"],\"x\":\(nested)}"
    #expect(try Self.fault(inside) == .tooDeep(limit: 64))
    #expect(clock.now - begin < .seconds(1))
  }

  @Test("sixty-four deep is read, and brackets in a string are text")
  func deepEnough() throws {
    let fields = "{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\"],\"x\":"
    let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    _ = try Self.parse(fields + deep + "}")
    #expect(try Self.fault(fields + "[" + deep + "]}") == .tooDeep(limit: 64))
    _ = try Self.parse(fields + "\"\\\"" + String(repeating: "[{", count: 1000) + "\"}")
  }

  @Test("another charset is told from what is no JSON")
  func charset() throws {
    let whole = Self.document(resource: "https://h/mcp")
    let wide = whole.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    func fault(bytes: [UInt8]) throws -> DocumentProblem.Fault? {
      let from = try Exchange.url("https://h/prm"), endpoint = try Exchange.url("https://h/mcp")
      return try Exchange.fault {
        _ = try Metadata.parse(HTTPResponse(status: 200, body: bytes), from: from, source: .path, endpoint: endpoint)
      }
    }
    #expect(try fault(bytes: wide) == .notUTF8)
    #expect(try fault(bytes: [0xFF, 0xFE] + wide) == .notUTF8)
    let latin = Array(whole.dropLast().utf8) + Array(",\"resource_name\":\"caf".utf8) + [0xE9] + Array("\"}".utf8)
    #expect(try fault(bytes: latin) == .notUTF8)
  }

  @Test("what stands where another type should is named", arguments: ["null", "true", "7", "[]", "{}"])
  func found(_ value: String) throws {
    let kinds = ["null": "null", "true": "boolean", "7": "number", "[]": "array", "{}": "object"]
    let body = "{\"resource\":\"https://h/mcp\",\"authorization_servers\":[\"a\"]}"
      .replacing("\"https://h/mcp\"", with: value)
    do {
      _ = try Self.parse(body)
      Issue.record("accepted")
    } catch OAuthError.invalidDocument(let problem) {
      #expect(problem.found == kinds[value])
    }
  }

  @Test("a document cut anywhere is refused")
  func cut() throws {
    let whole = Self.document(resource: "https://h/mcp")
    _ = try Self.parse(whole)
    for length in 0..<whole.count {
      let fault = try Self.fault(String(whole.prefix(length)))
      #expect(fault == .notJSON, "\(length) bytes")
    }
  }
}
