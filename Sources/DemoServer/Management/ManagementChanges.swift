/// Changes that take a parameter or two.
enum ManagementChanges {
  static func advance(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let seconds = body["advance"]?.double, seconds >= 0 else {
      return .failure("advance must be a number of seconds, not negative")
    }
    world.clock.advance(by: seconds)
    return .done(["now": .number(world.clock.now)])
  }

  static func consent(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let mode = body["mode"]?.string.flatMap(ConsentMode.init) else {
      return .failure("mode must be one of: \(ConsentMode.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    world.consent = mode
    if let subject = body["subject"]?.string { world.subject = subject }
    return .done(["mode": .string(mode.rawValue), "subject": .string(world.subject)])
  }
}
