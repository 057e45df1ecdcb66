public import Registry

/// What rotating a registration came to.
public struct RotatedRegistration: Sendable {
  public let registration: Registration
  /// Whether the client is another one, so that its servers have to be logged in to again.
  public let isNew: Bool
  /// The logins that go on with the old one.
  public let left: [RegistrationUse.Login]
}
