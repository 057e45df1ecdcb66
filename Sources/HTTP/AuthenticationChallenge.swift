/// One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1).
public struct AuthenticationChallenge: Sendable, Equatable {
  /// In lower case.
  public let scheme: String
  /// Names in lower case, values unescaped. A name that came twice is in `repeated` and not here.
  public let parameters: [String: String]
  /// Names that came more than once, which RFC 6750 §3 forbids.
  public let repeated: Set<String>
  /// What `resource_metadata` was each time, where it came more than once: candidates, of which none is trusted unread.
  public let metadataCandidates: [String]
  /// The token68 form, as `Negotiate abc==` has it.
  public let token68: String?

  public init(
    scheme: String, parameters: [String: String] = [:], repeated: Set<String> = [], metadataCandidates: [String] = [],
    token68: String? = nil
  ) {
    self.scheme = scheme
    self.parameters = parameters
    self.repeated = repeated
    self.metadataCandidates = metadataCandidates
    self.token68 = token68
  }

  /// Every challenge of every header line, in order. What cannot be read is skipped, never guessed at.
  public static func parse(_ lines: [String]) -> [AuthenticationChallenge] {
    lines.flatMap { line in
      var parser = ChallengeParser(line)
      return parser.challenges()
    }
  }
}
