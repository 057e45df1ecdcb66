import HTTP
import Registry

extension Overview {
  /// The name of the server at an address, however that was called; of several the first whose login, or whose want of one,
  /// can be used. Nil where there is none.
  func server(at url: WebURL, account: String?) throws(EngineError) -> String? {
    let servers = try stored(registry.servers()).filter {
      $0.settings.isIdentityProvider != true && Self.isSame($0.url, url)
    }
    for server in servers {
      if server.authorization == .none { return server.name }
      let grant = try stored(registry.grant(of: server, account: account ?? server.defaultAccount))
      // One that was revoked, or whose refresh token was refused for good, is none until somebody logs in.
      if let grant, grant.state == .active || grant.state == .suspect { return server.name }
    }
    return servers.first?.name
  }

  /// Other programs write a URL as they like: a path of `/` is none, and a host has no case (RFC 3986 §6.2.2, §6.2.3).
  private static func isSame(_ one: WebURL, _ other: WebURL) -> Bool {
    one.origin == other.origin && plain(one.path) == plain(other.path) && one.query == other.query
  }

  private static func plain(_ path: String) -> Substring { path.hasSuffix("/") ? path.dropLast() : path[...] }
}
