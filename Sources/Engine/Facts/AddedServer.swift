public import Registry

/// What `add` came to.
public struct AddedServer: Sendable {
  public let server: Server
  /// Nil where the server asks for no login, or none was wanted.
  public let grant: Grant?
  /// How the client identity came to be; nil where there is none.
  public let registration: Registration.Kind?
}
