public import HTTP
public import Registry

// What is known.
extension CredentialManager {
  /// Every server with each of its logins, or one server's; with an account only its logins. No key is needed for it.
  ///
  /// Throws `unknownServer` and `unknownAccount`.
  public func status(of name: String? = nil, account: String? = nil) throws(EngineError) -> [ServerStatus] {
    try overview.status(of: name, account: account)
  }

  /// The name of the server at an address; of several the first with a login that can be used. Nil where there is none. No
  /// key is needed for it.
  public func server(at url: WebURL, account: String?) throws(EngineError) -> String? {
    try overview.server(at: url, account: account)
  }

  /// The newest events that pass the filter, oldest first. No key is needed for it.
  ///
  /// Throws `unknownServer` for a name that no server has or had.
  public func trail(_ filter: EventFilter) throws(EngineError) -> [Event] { try overview.trail(filter) }

  /// Whose login it is: by the ID token that came with it; where that does not name the person, or there is none, by the
  /// authorization server's userinfo or introspection; else by what the registry remembers.
  public func whoAmI(_ name: String, account: String?) async throws(EngineError) -> LoginOwner {
    try await overview.whoAmI(name, account: account)
  }
}
