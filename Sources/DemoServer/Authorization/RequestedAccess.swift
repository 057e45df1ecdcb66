extension Client {
  /// What a request for access asks for. The registered scopes are only what is meant when it names none: a client that
  /// could never ask for more than it registered with could not follow a challenge (MCP Authorization, Step-Up).
  func scopes(requested: String?, in world: World) throws(OAuthRefusal) -> [Scope] {
    if world.has(.scopesSubstituted) { return [.toolsRead, .notesWrite] }
    guard let requested else { return scopes ?? (realm == .identity ? [.openID] : Scope.byDefault) }
    let unknown = Set(Scope.allCases).subtracting(Scope.offered(in: world))
    guard let scopes = Scope.parse(requested), !scopes.isEmpty, unknown.isDisjoint(with: scopes) else {
      throw .invalidScope("an unknown scope")
    }
    return scopes
  }
}
