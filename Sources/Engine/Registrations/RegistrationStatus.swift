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
