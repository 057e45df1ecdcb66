extension Fault {
  /// What happens to the server before it acts on the request.
  func change(_ world: inout World) {
    switch self {
    case .clockJump(let seconds): world.clock.jump(by: seconds)
    case .clientsForgotten: world.clients.forgetAll()
    case .sessionsForgotten: world.sessions.forgetAll()
    default: break
    }
  }
}
