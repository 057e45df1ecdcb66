import MCP
import Testing

@Suite struct HandshakeTests {
  @Test(
    "a version has the era of its date, if it is spoken at all",
    arguments: [
      ("2026-07-28", .modern), ("2025-11-25", .legacy), ("2025-06-18", .legacy), ("2025-03-26", .legacy),
      ("2024-11-05", nil), ("2027-01-01", nil), ("draft", nil), ("", nil),
    ] as [(String, Era?)])
  func era(_ version: String, _ era: Era?) {
    #expect(ProtocolVersion(rawValue: version).era == era)
  }

  @Test("versions are ordered by date and listed with the newest first")
  func order() {
    #expect(ProtocolVersion.v2025_03_26 < .v2026_07_28)
    #expect(ProtocolVersion.legacy == ProtocolVersion.legacy.sorted(by: >))
    #expect(Era(rawValue: "modern") == .modern)
    #expect(Era(rawValue: "legacy") == .legacy)
  }

  @Test("an answer to initialize is read")
  func initialize() throws {
    let result = try InitializeResult.parse([
      "protocolVersion": "2025-06-18", "serverInfo": ["name": "s", "version": "1", "title": "S"],
      "capabilities": ["tools": [:]], "instructions": "Do.",
    ])
    #expect(result.protocolVersion == .v2025_06_18)
    #expect(result.serverInfo?.name == "s")
    #expect(result.serverInfo?.version == "1")
    #expect(result.serverInfo?.title == "S")
    #expect(result.capabilities["tools"] == [:])
    #expect(result.instructions == "Do.")
    #expect(try InitializeResult.parse(["protocolVersion": "2024-11-05"]).serverInfo == nil)
  }

  @Test("a version that is not spoken ends the handshake", arguments: ["2026-07-28", "2027-01-01", ""])
  func unsupported(_ version: String) {
    #expect(throws: MCPError.unsupportedVersion(version)) {
      try InitializeResult.parse(["protocolVersion": .string(version)])
    }
  }

  @Test("an answer without a version is malformed")
  func malformed() {
    #expect(throws: MCPError.malformedResult(member: "protocolVersion")) { try InitializeResult.parse([:]) }
    #expect(throws: MCPError.malformedResult(member: "supportedVersions")) { try DiscoverResult.parse([:]) }
  }

  @Test("a discovery is read, the server's name from _meta")
  func discover() throws {
    let result = try DiscoverResult.parse([
      "supportedVersions": ["2026-07-28", 1, "x"], "capabilities": ["tools": [:]], "ttlMs": 5,
      "_meta": ["io.modelcontextprotocol/serverInfo": ["name": "s"]],
    ])
    #expect(result.supportedVersions == [.v2026_07_28, ProtocolVersion(rawValue: "x")])
    #expect(result.serverInfo?.name == "s")
    #expect(result.serverInfo?.version == "")
    #expect(result.cache.ttlMilliseconds == 5)
    #expect(result.instructions == nil)
  }

  @Test(
    "a session id is visible ASCII",
    arguments: ["", "a b", "a\n", "ü", "\u{7F}", "a\tb", String(repeating: "x", count: 4097)])
  func sessionID(_ text: String) { #expect(SessionID(text) == nil) }

  @Test("a session id does not print")
  func secret() throws {
    let id = try #require(SessionID("!s3cret~"))
    #expect(id.value == "!s3cret~")
    let requests = [id]
    for shown in ["\(id)", String(describing: requests), String(reflecting: id), "\(Optional(id) as Any)"] {
      #expect(!shown.contains("s3cret"))
    }
    var dumped = ""
    dump(requests, to: &dumped)
    #expect(!dumped.contains("s3cret"))
  }
}
