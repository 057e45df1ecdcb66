/// The addresses this server tells its clients.
struct Places: Sendable, Equatable {
  static let realm = "/realm/demo"
  static let authorization = realm + "/ask"
  static let consent = realm + "/ask/answer"
  static let token = realm + "/mint"
  static let pushedAuthorization = realm + "/ask/ahead"
  static let deviceAuthorization = realm + "/devices/new"
  /// What a person types in by hand is short.
  static let verification = "/device"
  static let registration = realm + "/clients/new"
  /// The id of the client comes after it.
  static let registrations = realm + "/clients/known/"
  /// Client documents, which belong to no realm.
  static let documents = "/documents/"
  static let revocation = realm + "/void"

  let origin: String

  init(port: Int) { origin = "http://127.0.0.1:\(port)" }

  var issuer: String { origin + Self.realm }

  var sampleDocument: String { origin + Self.documents + "sample.json" }

  /// The resource identifier (RFC 8707 §2), which is the endpoint's URL.
  func identifier(of resource: MCPResource) -> String { origin + resource.path }

  func metadata(of resource: MCPResource) -> String { origin + resource.metadataPath }

  /// Resource identifiers are compared as strings, code point for code point.
  func isProtectedResource(_ identifier: String) -> Bool {
    MCPResource.allCases.contains { $0.isProtected && self.identifier(of: $0) == identifier }
  }
}
