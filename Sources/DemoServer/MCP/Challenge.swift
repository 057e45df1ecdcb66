/// What `WWW-Authenticate` says (RFC 9110 §11.6.1, RFC 6750 §3), in all the shapes that are legal, and in some that are
/// not.
struct Challenge: Sendable {
  var scheme: String
  private var parameters: [(name: String, value: String)] = []

  init(scheme: String = "Bearer") { self.scheme = scheme }

  mutating func add(_ name: String, _ value: String) { parameters.append((name, value)) }

  /// The header lines.
  func lines(_ behaviours: Set<Behaviour>) -> [String] {
    if behaviours.contains(.noChallenge) { return [] }
    let bearer = text(behaviours)
    guard behaviours.contains(.challengeAmongOthers) else { return [bearer] }
    return ["Negotiate oYGeMIGboAM=", "Basic realm=\"Staff, only\", \(bearer), Digest nonce=\"x\", qop=\"auth\""]
  }

  private func text(_ behaviours: Set<Behaviour>) -> String {
    var parameters = parameters
    if behaviours.contains(.challengeRepeatedScope) { parameters.append(("scope", Scope.notesWrite.rawValue)) }
    let separator = behaviours.contains(.challengeTight) ? "," : ", "
    guard behaviours.contains(.challengeOddQuoting) else {
      return scheme + " " + parameters.map { "\($0)=\"\($1)\"" }.joined(separator: separator)
    }
    // RFC 9110 §5.6.4: in quotes a comma is no separator, and a backslash only takes the meaning of what follows.
    let odd = parameters.map { name, value in "\(name.uppercased()) = \"\(value.replacing("/", with: "\\/"))\"" }
    let scheme = String(scheme.map { Character($0.isUppercase ? $0.lowercased() : $0.uppercased()) })
    return scheme + " "
      + ([#"realm="tools, \"notes\" and scope=none""#, "charset=UTF-8"] + odd).joined(separator: separator)
  }
}
