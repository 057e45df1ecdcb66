/// Publishing client documents.
enum ManagedDocument {
  static func publish(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let document = body["document"] else { return .failure("a document is needed") }
    let url = body["url"]?.string ?? world.places.sampleDocument
    world.documents.publish(document, at: url)
    return .done(["url": .string(url)])
  }
}
