/// One of the authorization servers on the protocol port. Clients, codes and tokens of one are nothing to another.
public enum Realm: String, Sendable, CaseIterable {
  /// The one that the MCP endpoints trust.
  case demo
  /// Another one, for endpoints that trust several or have moved.
  case next
  /// An identity provider: the MCP endpoints do not trust it, the other authorization servers do.
  case identity

  var path: String { "/realm/" + rawValue }
}
