public import Registry

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
