/// Authorization codes: short-lived, bound to their request, and good for one use.
struct CodeStore: Sendable {
  struct Issued: Sendable {
    let request: AuthorizationRequest
    let subject: String
    let expiresAt: Double
    /// The grant that came out of it, once it was redeemed.
    var grant: TokenStore.GrantID?
    var spent = false
  }

  enum Refusal: Error, Sendable, Equatable {
    case unknown
    case expired
    /// Used before; the grant it led to has to be revoked (RFC 6749 §4.1.2).
    case replayed(TokenStore.GrantID?)
  }

  /// RFC 6749 §4.1.2 allows ten minutes; a client needs seconds.
  static let lifetime: Double = 60

  private var codes: [String: Issued] = [:]

  mutating func issue(_ request: AuthorizationRequest, subject: String, now: Double) -> String {
    let code = RandomText.make("code_")
    codes[code] = Issued(request: request, subject: subject, expiresAt: now + Self.lifetime)
    return code
  }

  /// What the code stands for; looking does not use it up.
  func look(up code: String, now: Double) throws(Refusal) -> Issued {
    guard let issued = codes[code] else { throw .unknown }
    if issued.spent { throw .replayed(issued.grant) }
    guard now < issued.expiresAt else { throw .expired }
    return issued
  }

  /// Uses the code up. A wrong code verifier does so too, or an attacker could go on guessing.
  mutating func spend(_ code: String, grant: TokenStore.GrantID?) {
    codes[code]?.spent = true
    codes[code]?.grant = grant
  }
}
