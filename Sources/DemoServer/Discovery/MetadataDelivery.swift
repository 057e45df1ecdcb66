/// How the metadata documents get to the client: at once, by a detour, and for how long they may be kept.
enum MetadataDelivery {
  /// Where a redirected document is; the rest of the path stays.
  static let detour = "/moved"

  /// - Parameter document: the answer where nothing is in the way.
  static func answer(
    _ call: Call, in world: inout World, _ document: (inout World) -> Answer
  ) -> Answer {
    if let target = target(of: call, world) { return .redirect(target) }
    var answer = document(&world)
    if world.has(.documentsNotStored) { answer.headers.append(("cache-control", "no-store")) }
    if world.has(.documentsShortLived) { answer.headers.append(("cache-control", "max-age=60")) }
    return answer
  }

  private static func target(of call: Call, _ world: World) -> String? {
    if world.has(.documentsRedirectedAway) { return "http://169.254.169.254/latest/meta-data" }
    if world.has(.documentsRedirectedForever) { return world.places.origin + call.path }
    guard world.has(.documentsRedirected), !call.path.hasPrefix(detour) else { return nil }
    return world.places.origin + detour + call.path
  }
}
