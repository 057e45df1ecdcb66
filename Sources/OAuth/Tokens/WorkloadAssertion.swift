public import FoundationEssentials

/// What the platform that this program runs on says of it, signed: a JWT for one audience, usually in a file that the
/// platform writes anew before the JWT ends (RFC 7523 §2.1, §3).
public struct WorkloadAssertion: Sendable {
  public let token: Secret
  /// Who asks, where no client is named (RFC 7521 §4.1). Never empty.
  public let subject: String
  /// Nil where it does not say, which is the authorization server's to judge.
  public let expiresAt: Date?

  /// What is wrong with a text that should be one.
  public enum Fault: Error, Sendable, Equatable, Codable {
    case empty
    /// More than one line, other characters than a JWT has, or not its three parts.
    case notJWT
    /// Claims without a subject (RFC 7523 §3, 2).
    case noSubject
  }

  /// Reads a file's bytes: one JWT, and line ends behind it. Only the claims are looked at: the signature is for the
  /// authorization server.
  public static func parse(_ bytes: [UInt8]) throws(Fault) -> WorkloadAssertion {
    let text = bytes.prefix(bytes.lastIndex { ![0x0A, 0x0D].contains($0) }.map { $0 + 1 } ?? 0)
    guard !text.isEmpty else { throw .empty }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard text.allSatisfy({ (0x21...0x7E).contains($0) }), parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
      let claims = Base64URL.decode(String(decoding: parts[1], as: UTF8.self)),
      let wire = try? JSONDecoder().decode(Wire.self, from: Data(claims))
    else { throw .notJWT }
    guard let subject = wire.sub?.value, !subject.isEmpty else { throw .noSubject }
    return WorkloadAssertion(
      token: Secret(String(decoding: text, as: UTF8.self)), subject: subject,
      // A time that no calendar has is none.
      expiresAt: wire.exp.flatMap { (0..<253_402_300_800).contains($0) ? Date(timeIntervalSince1970: $0) : nil })
  }

  /// Seconds that two clocks may stand apart.
  private static let leeway = 60.0

  /// Whether no authorization server would take it any more (RFC 7523 §3, 4).
  public func hasExpired(at now: Date) -> Bool {
    expiresAt.map { now.timeIntervalSince($0) >= Self.leeway } ?? false
  }

  private struct Wire: Decodable {
    let sub: ForgivingText?
    let exp: Double?
  }
}
