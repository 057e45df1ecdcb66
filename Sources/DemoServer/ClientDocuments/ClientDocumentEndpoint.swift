/// Where this server hosts client documents itself.
enum ClientDocumentEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    guard let document = world.documents.document(at: world.places.origin + call.path, places: world.places) else {
      return .notFound
    }
    return .json(document)
  }
}
