/// What an authorization server says about the person behind a login. The texts are the server's: hostile until quoted.
public struct PersonClaims: Sendable, Equatable {
  /// The issuer's own name for the person, never given to another (OpenID Connect Core §2, `sub`).
  public let subject: String?
  /// What the person is called there; may change, and may be somebody else's later.
  public let username: String?
  public let email: String?
  public let name: String?

  public init(subject: String?, username: String? = nil, email: String? = nil, name: String? = nil) {
    self.subject = subject
    self.username = username
    self.email = email
    self.name = name
  }

  /// Whether two names of an issuer are the same: by bytes, because String's own equality forgives more.
  public static func areSame(_ one: String, _ other: String) -> Bool { Array(one.utf8) == Array(other.utf8) }

  /// Without the names that hold one of these secrets. The subject is compared and never made fit.
  func hiding(_ secrets: [Secret]) -> PersonClaims {
    let foreign = ForeignText(hiding: secrets)
    func kept(_ name: String?) -> String? { name.flatMap { foreign.isBetrayed(by: $0) ? nil : $0 } }
    return PersonClaims(subject: subject, username: kept(username), email: kept(email), name: kept(name))
  }
}
