/// Deciding about devices without a page.
enum ManagedDevices {
  static func decide(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let userCode = body["user_code"]?.string, let decision = body["decision"]?.string,
      ["allow", "deny"].contains(decision)
    else { return .failure("user_code is needed, and a decision: allow or deny") }
    guard
      world.devices.decide(
        userCode: userCode, decision == "allow" ? .allowed(subject: world.subject) : .denied, now: world.clock.now)
    else { return .failure("no device waits with this code") }
    return .ok
  }

  static func json(_ world: World) -> JSON {
    .array(
      world.devices.pending(now: world.clock.now).map { waiting in
        [
          "user_code": .string(waiting.userCode), "client_id": .string(waiting.clientID),
          "scope": .string(waiting.scopes.text), "resource": .string(waiting.resource),
        ]
      })
  }
}
