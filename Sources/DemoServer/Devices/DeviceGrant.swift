/// Turns a device code into tokens, once the person has decided (RFC 8628 §3.4).
enum DeviceGrant {
  static func answer(_ request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    let deviceCode = try request.required("device_code")
    let now = world.clock.now
    switch world.consent {
    case .page: break
    case .allow: world.devices.decide(deviceCode: deviceCode, .allowed(subject: world.subject), now: now)
    case .deny: world.devices.decide(deviceCode: deviceCode, .denied, now: now)
    }
    // Before the code is used up: a client that forgot the resource can mend that.
    if let resource = world.devices.resource(of: deviceCode) { try world.check(request, isFor: resource) }
    let (authorization, subject) = try poll(deviceCode, request, in: &world)
    let grant = world.tokens.open(
      Grant(
        realm: authorization.realm, clientID: request.client.id, subject: subject, scopes: authorization.scopes,
        resource: authorization.resource))
    return TokenAnswer.first(of: grant, authorization.scopes, for: request, in: &world)
  }

  private static func poll(
    _ deviceCode: String, _ request: TokenRequest, in world: inout World
  ) throws(OAuthRefusal) -> (DeviceStore.Authorization, subject: String) {
    let manner: PollManner =
      world.has(.deviceSlowDownAtOnce) ? .atOnce : world.has(.deviceSlowDownNever) ? .never : .afterTooEarlyPoll
    do throws(DeviceStore.Refusal) {
      return try world.devices.poll(deviceCode, by: request.client, now: world.clock.now, manner)
    } catch {
      switch error {
      case .unknown: throw .invalidGrant("no such device code")
      case .foreign: throw .invalidGrant("the device code belongs to another client")
      case .spent: throw .invalidGrant("the device code was used before")
      case .expired: throw .expiredToken("the device code has expired")
      case .denied: throw .accessDenied("the person said no")
      case .pending: throw .authorizationPending("the person has not decided yet")
      case .tooFast: throw .slowDown("the interval is five seconds longer from now on")
      }
    }
  }
}
