/// Where the metadata of a protected resource is (RFC 9728 §3.1).
enum ResourceMetadataPlace {
  private static let wellKnown = "/.well-known/oauth-protected-resource"

  /// `nil`: there is none.
  static func path(of resource: MCPResource, _ behaviours: Set<Behaviour>) -> String? {
    guard resource.isProtected, !behaviours.contains(.noResourceMetadata) else { return nil }
    if behaviours.contains(.resourceMetadataOnlyAtRoot) { return wellKnown }
    if behaviours.contains(.resourceMetadataOnlyInChallenge) { return "/about" + resource.path }
    // The well-known part comes before the resource's path.
    return wellKnown + resource.path
  }

  /// Whether a challenge says where it is (RFC 9728 §5.1).
  static func isInChallenge(_ behaviours: Set<Behaviour>) -> Bool {
    behaviours.isDisjoint(with: [.noResourceMetadata, .resourceMetadataOnlyAtRoot, .resourceMetadataOnlyAtPath])
  }
}
