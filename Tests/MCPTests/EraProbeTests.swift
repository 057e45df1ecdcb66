import HTTP
import MCP
import Testing

@Suite struct EraProbeTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    let type: String?
    let body: String
    let expected: EraProbe.Verdict
    var method = "tools/list"
    var requested = ProtocolVersion.v2026_07_28
    var testDescription: String { name }
  }

  static func error(_ code: Int, id: String = "1", data: String = "null") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"m","data":\#(data)}}"#
  }

  static func result(_ members: String) -> String { #"{"jsonrpc":"2.0","id":1,"result":{\#(members)}}"# }

  static let json = "application/json"
  static let future = ProtocolVersion(rawValue: "2027-03-01")

  static let discoveries: [Vector] = [
    Vector(
      name: "DiscoverResult with our version", status: 200, type: json,
      body: result(#""supportedVersions":["2026-07-28","2025-11-25"]"#), expected: .modern, method: EraProbe.discover),
    Vector(
      name: "DiscoverResult with another version of ours", status: 200, type: json,
      body: result(#""supportedVersions":["2026-07-28"]"#), expected: .modernOther(.v2026_07_28),
      method: EraProbe.discover, requested: future),
    Vector(
      name: "DiscoverResult with legacy versions only", status: 200, type: json,
      body: result(#""supportedVersions":["2025-11-25"]"#), expected: .legacy, method: EraProbe.discover),
    Vector(
      name: "DiscoverResult with nothing of ours", status: 200, type: json,
      body: result(#""supportedVersions":["2027-03-01"]"#), expected: .unsupported([future]), method: EraProbe.discover),
    Vector(
      name: "a result to discover that is none", status: 200, type: json, body: result(""), expected: .legacy,
      method: EraProbe.discover),
    Vector(
      name: "404 -32601 to discover", status: 404, type: json, body: error(-32601), expected: .legacy,
      method: EraProbe.discover),
    Vector(
      name: "200 -32601 to discover", status: 200, type: json, body: error(-32601), expected: .legacy,
      method: EraProbe.discover),
    Vector(
      name: "200 -32602 to discover", status: 200, type: json, body: error(-32602), expected: .legacy,
      method: EraProbe.discover),
    Vector(
      name: "400 -32600 to discover", status: 400, type: json, body: error(-32600, id: "\"server-error\""),
      expected: .legacy, method: EraProbe.discover),
  ]

  static let versions: [Vector] = [
    Vector(
      name: "-32022 with overlap", status: 400, type: json,
      body: error(-32022, data: #"{"supported":["2026-07-28","2025-11-25"],"requested":"2027-03-01"}"#),
      expected: .modernOther(.v2026_07_28), requested: future),
    Vector(
      name: "-32022 legacy only", status: 400, type: json, body: error(-32022, data: #"{"supported":["2025-06-18"]}"#),
      expected: .legacy),
    Vector(
      name: "-32022 oldest legacy only", status: 400, type: json,
      body: error(-32022, data: #"{"supported":["2024-11-05"]}"#), expected: .legacy),
    Vector(
      name: "-32022 disjoint", status: 400, type: json, body: error(-32022, data: #"{"supported":["2027-03-01",1]}"#),
      expected: .unsupported([future])),
    Vector(
      name: "-32022 naming the version it refuses", status: 400, type: json,
      body: error(-32022, data: #"{"supported":["2026-07-28"]}"#), expected: .modernOther(.v2026_07_28)),
    Vector(name: "-32022 without data", status: 400, type: json, body: error(-32022), expected: .unsupported([])),
  ]

  static let answers: [Vector] = [
    Vector(name: "a result", status: 200, type: json, body: result(#""tools":[]"#), expected: .modern),
    Vector(name: "400 empty", status: 400, type: nil, body: "", expected: .legacy),
    Vector(name: "400 text", status: 400, type: "text/plain", body: "Bad Request", expected: .legacy),
    Vector(name: "404 HTML", status: 404, type: "text/html", body: "<html>", expected: .legacy),
    Vector(name: "405", status: 405, type: nil, body: "", expected: .legacy),
    Vector(name: "406", status: 406, type: json, body: error(-32000, id: "null"), expected: .legacy),
    Vector(
      name: "400 Missing session ID", status: 400, type: json, body: error(-32600, id: "\"server-error\""),
      expected: .legacy),
    Vector(name: "400 -32000", status: 400, type: json, body: error(-32000, id: "null"), expected: .legacy),
    Vector(name: "400 -32020", status: 400, type: json, body: error(-32020), expected: .modern),
    Vector(name: "400 -32021", status: 400, type: json, body: error(-32021), expected: .modern),
    Vector(name: "400 -32602", status: 400, type: json, body: error(-32602), expected: .modern),
    Vector(name: "200 -32602", status: 200, type: json, body: error(-32602), expected: .legacy),
    Vector(name: "404 -32601", status: 404, type: json, body: error(-32601), expected: .modern),
    Vector(name: "200 -32601", status: 200, type: json, body: error(-32601), expected: .legacy),
    Vector(name: "200 -32600", status: 200, type: json, body: error(-32600), expected: .legacy),
    Vector(name: "503", status: 503, type: "text/html", body: "busy", expected: .outage),
    Vector(name: "500 with a message", status: 500, type: json, body: error(-32603), expected: .outage),
    Vector(name: "429", status: 429, type: nil, body: "", expected: .outage),
    Vector(name: "408", status: 408, type: nil, body: "", expected: .outage),
    Vector(name: "302", status: 302, type: nil, body: "", expected: .notMCP(status: 302)),
    Vector(name: "200 HTML", status: 200, type: "text/html", body: "<html>", expected: .notMCP(status: 200)),
    Vector(name: "202 to a request", status: 202, type: nil, body: "", expected: .notMCP(status: 202)),
    Vector(name: "401", status: 401, type: json, body: error(-32022), expected: .authorize([])),
    Vector(name: "403", status: 403, type: json, body: error(-32600), expected: .forbidden([])),
  ]

  @Test("the answer to a modern request tells the era", arguments: discoveries + versions + answers)
  func verdict(_ vector: Vector) throws {
    let answer = try answer(vector.status, vector.type, vector.body)
    #expect(
      EraProbe.verdict(answer, method: vector.method, requested: vector.requested) == vector.expected)
  }

  @Test("challenges are handed on")
  func challenges() throws {
    let headers = [("WWW-Authenticate", #"Bearer scope="a""#)]
    let expected = AuthenticationChallenge.parse(headers.map(\.1))
    let denied = try answer(401, nil, headers: headers)
    #expect(EraProbe.verdict(denied, method: "tools/list") == .authorize(expected))
    let refused = try answer(403, nil, headers: headers)
    #expect(EraProbe.verdict(refused, method: "tools/list") == .forbidden(expected))
  }
}
