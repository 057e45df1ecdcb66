/// What beginning to add a server came to.
public enum BegunAddition: Sendable {
  /// It asks for no login, and is added.
  case added(AddedServer)
  case begun(BegunLogin)
}
