public import Registry

/// One row of `registration list`: a client identity, and what needs it. No key is needed for it.
public struct RegistrationStatus: Sendable {
  public let registration: Registration
  public let use: RegistrationUse
  /// The server that has it for itself; nil for one that is shared, or whose server is gone.
  public let owner: String?
  /// What its issuer was learned to do otherwise than it says.
  public let quirks: IssuerQuirks
}

/// Why a registration that a person named is not acted on.
public enum RegistrationMistake: Error, Sendable {
  /// None has this id or client id, and no server of this name has a login.
  case unknown
  /// Several issuers know a client of this id; the row ids tell them apart.
  case ambiguous([Int64])
  /// Logins or owed revocations need it.
  case inUse(RegistrationUse)
  /// A person made it, and has to change it.
  case notOurs
}

/// What rotating a registration came to.
public struct RotatedRegistration: Sendable {
  public let registration: Registration
  /// Whether the client is another one, so that its servers have to be logged in to again.
  public let isNew: Bool
  /// The logins that go on with the old one.
  public let left: [RegistrationUse.Login]
}

/// What deleting a registration came to.
public struct DeletedRegistration: Sendable {
  public let registration: Registration
  /// What became of it at its server.
  public let fate: Fate

  /// The ends.
  public enum Fate: Sendable {
    case deleted
    /// The server offers no deletion: it is forgotten here only.
    case notSupported
  }
}
