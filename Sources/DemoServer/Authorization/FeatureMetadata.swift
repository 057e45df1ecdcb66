/// The members of the authorization server's metadata that depend on what it offers at the moment.
enum FeatureMetadata {
  static func members(_ world: World) -> [String: JSON] {
    var members: [String: JSON] = [:]
    if !world.has(.noRegistration) {
      members["registration_endpoint"] = .string(world.places.origin + Places.registration)
    }
    return members
  }
}
