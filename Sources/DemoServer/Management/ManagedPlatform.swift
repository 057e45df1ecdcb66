/// Tokens of the platform that programs run on.
enum ManagedPlatform {
  static func issue(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let subject = body["subject"]?.string else { return .failure("a subject is needed") }
    let audience = body["audience"]?.string ?? world.issuer(of: .demo)
    let lifetime = body["lifetime"]?.integer ?? 3600
    return .done([
      "token": .string(PlatformToken.issue(to: subject, audience: audience, lifetime: lifetime, in: world))
    ])
  }
}
