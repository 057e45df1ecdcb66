import FoundationEssentials
import OAuth
import Testing

@Suite struct WorkloadAssertionTests {
  private static func bytes(_ claims: String, end: String = "") -> [UInt8] {
    Array("e30.\(Base64URL.encode(Array(claims.utf8))).c2ln\(end)".utf8)
  }

  @Test("one JWT is read, with its subject and its end", arguments: ["", "\n", "\r\n", "\n\n"])
  func good(_ end: String) throws {
    let assertion = try WorkloadAssertion.parse(Self.bytes(#"{"sub": "system:job", "exp": 1000}"#, end: end))
    #expect(assertion.subject == "system:job" && assertion.expiresAt == Date(timeIntervalSince1970: 1000))
    #expect(
      assertion.token.matches(String(decoding: Self.bytes(#"{"sub": "system:job", "exp": 1000}"#), as: UTF8.self)))
  }

  @Test("what is no JWT is not sent anywhere")
  func bad() {
    func fault(_ bytes: [UInt8]) -> WorkloadAssertion.Fault? {
      do throws(WorkloadAssertion.Fault) {
        _ = try WorkloadAssertion.parse(bytes)
        return nil
      } catch { return error }
    }
    let good = Self.bytes(#"{"sub": "a"}"#)
    #expect(fault([]) == .empty && fault(Array("\r\n\n".utf8)) == .empty)
    #expect(fault(good + [0x0A] + good) == .notJWT)
    for text in ["secret", "a.b", "a.b.c.d.e", "a..c", "a.!.c", "a.e30.", " e30.e30.c2ln", "e30.e30.c2ln\u{E9}"] {
      #expect(fault(Array(text.utf8)) == .notJWT, "\(text)")
    }
    #expect(fault(good + [0]) == .notJWT && fault([0xFF] + good) == .notJWT)
    for claims in ["{}", #"{"sub": ""}"#, #"{"sub": 7}"#] { #expect(fault(Self.bytes(claims)) == .noSubject) }
    for claims in ["[]", #"{"sub": "a", "exp": "soon"}"#] { #expect(fault(Self.bytes(claims)) == .notJWT) }
  }

  @Test("it has expired a minute after its end; without one, or with one that no calendar has, it never has")
  func expiry() throws {
    func hasExpired(_ claims: String, at seconds: Double) throws -> Bool {
      try WorkloadAssertion.parse(Self.bytes(claims)).hasExpired(at: Date(timeIntervalSince1970: seconds))
    }
    #expect(try !hasExpired(#"{"sub": "a", "exp": 1000}"#, at: 1059))
    #expect(try hasExpired(#"{"sub": "a", "exp": 1000}"#, at: 1060))
    for claims in [#"{"sub": "a"}"#, #"{"sub": "a", "exp": 1e300}"#, #"{"sub": "a", "exp": -1e300}"#] {
      #expect(try !hasExpired(claims, at: 4e9), "\(claims)")
    }
  }
}
