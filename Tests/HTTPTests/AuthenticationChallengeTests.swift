import HTTP
import Testing

@Suite struct AuthenticationChallengeTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let lines: [String]
    let expected: [AuthenticationChallenge]
    var testDescription: String { lines.joined(separator: " | ") }
  }

  static func bearer(_ parameters: [String: String] = [:]) -> AuthenticationChallenge {
    AuthenticationChallenge(scheme: "bearer", parameters: parameters)
  }

  static let vectors: [Vector] = [
    Vector(
      lines: [#"Bearer resource_metadata="https://h/x",scope="a b""#],
      expected: [bearer(["resource_metadata": "https://h/x", "scope": "a b"])]),
    Vector(
      lines: [#"Basic realm="x, Bearer y", Bearer error="invalid_token""#],
      expected: [
        AuthenticationChallenge(scheme: "basic", parameters: ["realm": "x, Bearer y"]),
        bearer(["error": "invalid_token"]),
      ]),
    Vector(
      lines: [#"Basic realm="x""#, #"Bearer scope="a""#],
      expected: [AuthenticationChallenge(scheme: "basic", parameters: ["realm": "x"]), bearer(["scope": "a"])]),
    Vector(lines: [#"bEaReR Scope="a""#], expected: [bearer(["scope": "a"])]),
    Vector(lines: [#"Bearer realm="q\"uote", scope=a"#], expected: [bearer(["realm": "q\"uote", "scope": "a"])]),
    Vector(lines: ["Bearer"], expected: [bearer()]),
    Vector(
      lines: [#"Negotiate abc==, Bearer scope="a""#],
      expected: [AuthenticationChallenge(scheme: "negotiate", token68: "abc=="), bearer(["scope": "a"])]),
  ]

  @Test("a challenge header is read as RFC 9110 writes it", arguments: vectors)
  func reads(_ vector: Vector) {
    #expect(AuthenticationChallenge.parse(vector.lines) == vector.expected)
  }

  static let awkward: [Vector] = [
    Vector(lines: [], expected: []),
    Vector(lines: [""], expected: []),
    Vector(lines: [" , ,"], expected: []),
    Vector(lines: ["Bearer "], expected: [bearer()]),
    Vector(lines: ["Negotiate, Bearer"], expected: [AuthenticationChallenge(scheme: "negotiate"), bearer()]),
    Vector(lines: ["Bearer ,,, scope = a ,"], expected: [bearer(["scope": "a"])]),
    Vector(lines: ["Bearer\tscope=a"], expected: [bearer(["scope": "a"])]),
    Vector(lines: [#"Bearer error="x" scope="a""#], expected: [bearer(["error": "x", "scope": "a"])]),
    Vector(lines: [#"Bearer scope="""#], expected: [bearer(["scope": ""])]),
    Vector(lines: [#"Bearer realm="a\\b\c""#], expected: [bearer(["realm": #"a\bc"#])]),
    Vector(lines: [#"Bearer realm="cut"#], expected: [bearer()]),
    Vector(lines: [#"Bearer realm="cut\"#], expected: [bearer()]),
    Vector(lines: ["Bearer realm=x, scope=, error=y"], expected: [bearer(["realm": "x", "error": "y"])]),
    Vector(
      lines: ["Bearer scope=, error=y"], expected: [AuthenticationChallenge(scheme: "bearer", token68: "scope=")]),
    Vector(
      lines: ["Bearer resource_metadata=https://h/x?y=1, scope=a"],
      expected: [bearer(["resource_metadata": "https://h/x?y=1", "scope": "a"])]),
    Vector(lines: ["=x, Bearer scope=a"], expected: [bearer(["scope": "a"])]),
    Vector(lines: ["error=x, Bearer scope=a"], expected: [bearer(["scope": "a"])]),
    Vector(lines: [#"Bearer realm="日本, x", scope=a"#], expected: [bearer(["realm": "日本, x", "scope": "a"])]),
  ]

  @Test("a malformed challenge loses what cannot be read and nothing else", arguments: awkward)
  func survives(_ vector: Vector) {
    #expect(AuthenticationChallenge.parse(vector.lines) == vector.expected)
  }

  @Test("a parameter that comes twice is reported as repeated and has no value")
  func repeated() {
    let challenges = AuthenticationChallenge.parse([#"Bearer scope="a", SCOPE="b", scope="c", error=x"#])
    #expect(
      challenges == [AuthenticationChallenge(scheme: "bearer", parameters: ["error": "x"], repeated: ["scope"])])
  }

  @Test("of resource_metadata that comes twice every value is a candidate")
  func candidates() {
    let challenges = AuthenticationChallenge.parse([#"Bearer resource_metadata="a", x=y, resource_metadata=b"#])
    #expect(challenges.first?.parameters["resource_metadata"] == nil)
    #expect(challenges.first?.metadataCandidates == ["a", "b"])
  }

  @Test("a header of a hundred thousand signs is read in linear time", arguments: ["a", ",", "\"", "=", "\\", "a="])
  func long(_ sign: String) {
    let clock = ContinuousClock()
    let took = clock.measure {
      _ = AuthenticationChallenge.parse(["Bearer " + String(repeating: sign + " ", count: 100_000)])
    }
    #expect(took < .seconds(5))
  }
}
