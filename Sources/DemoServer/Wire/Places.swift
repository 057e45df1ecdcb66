/// The addresses this server tells its clients.
struct Places: Sendable, Equatable {
  /// What a person types in by hand is short.
  static let verification = "/device"
  /// Client documents, which belong to no realm.
  static let documents = "/documents/"

  let origin: String

  init(port: Int) { origin = "http://127.0.0.1:\(port)" }

  func url(_ place: RealmPlace, of realm: Realm) -> String { origin + realm.path + place.rawValue }

  func registration(of client: String, at realm: Realm) -> String {
    origin + realm.path + RealmPlace.registrations + client
  }

  var sampleDocument: String { origin + Self.documents + "sample.json" }

  /// The resource identifier (RFC 8707 §2), which is the endpoint's URL.
  func identifier(of resource: MCPResource) -> String { origin + resource.path }
}
