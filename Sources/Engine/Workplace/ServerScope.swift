import HTTP

/// Where a server is, which bounds where its documents may point: no nearer to this machine than the server itself.
///
/// One on the internet must not aim our requests at a private network (RFC 9728 §7.7); one on a private network may name
/// others there, and one on this machine may name anything.
struct ServerScope: Sendable {
  let endpoint: WebURL
  let scope: AddressScope
  /// Found out by this process; otherwise it is what a login remembered, or a guess.
  let isSeen: Bool

  /// From the address that answered there. A proxy hides it: then the URL tells where it has an address for a host, and a
  /// name counts as global.
  init(seen peer: AddressScope?, at endpoint: WebURL) {
    self.endpoint = endpoint
    scope = peer ?? AddressScope(host: endpoint.host) ?? .global
    isSeen = true
  }

  /// Without having asked it.
  init(remembered: AddressScope?, at endpoint: WebURL) {
    self.endpoint = endpoint
    scope = remembered ?? AddressScope(host: endpoint.host) ?? .global
    isSeen = false
  }

  /// What a login has to remember of it: nothing where the URL tells as much.
  var remembered: AddressScope? {
    scope == ServerScope(remembered: nil, at: endpoint).scope ? nil : scope
  }

  /// How near a request for this URL may go. The server's own origin was named by the person.
  func reach(of url: WebURL) -> AddressScope { url.origin == endpoint.origin ? .machine : scope }
}
