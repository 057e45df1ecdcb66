/// Sessions of the session-based protocol versions.
struct SessionStore: Sendable {
  struct Session: Sendable {
    let version: String
    let resource: MCPResource
    /// A session id is not a credential: it only works for whoever opened it.
    let owner: String
    var initialized = false
  }

  private var sessions: [String: Session] = [:]

  var count: Int { sessions.count }

  mutating func open(version: String, at resource: MCPResource, owner: String) -> String {
    let id = RandomText.make("session-")
    sessions[id] = Session(version: version, resource: resource, owner: owner)
    return id
  }

  func find(_ id: String, at resource: MCPResource, owner: String) -> Session? {
    guard let session = sessions[id], session.resource == resource, session.owner == owner else { return nil }
    return session
  }

  mutating func markInitialized(_ id: String) { sessions[id]?.initialized = true }

  mutating func end(_ id: String) { sessions[id] = nil }

  mutating func forgetAll() { sessions.removeAll() }
}
