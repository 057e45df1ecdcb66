/// A request to the token endpoint whose client is known.
struct TokenRequest: Sendable {
  let form: FormFields
  let client: Client
  /// Of the key that the proof beside it was signed with (RFC 9449 §5).
  let keyThumbprint: String?
  /// The fault it was planned to meet.
  let fault: Fault?

  /// RFC 6749 §5.2: a parameter that the grant type cannot do without.
  func required(_ name: String) throws(OAuthRefusal) -> String {
    guard let value = form[name] else { throw .invalidRequest("\(name) is missing") }
    return value
  }
}
