/// The device authorization endpoint (RFC 8628 §3.1).
enum DeviceAuthorizationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noDeviceGrant), !world.has(.deviceGrantWithoutEndpoint) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      let form = try TokenEndpoint.form(of: call)
      let client = try ClientAuthentication.client(call, form, in: &world)
      guard client.may(GrantType.deviceCode.rawValue) else {
        throw .unauthorizedClient("the client is not registered for the device grant")
      }
      let authorization = DeviceStore.Authorization(
        realm: call.realm, clientID: client.id, clientName: client.name,
        scopes: try client.scopes(requested: form["scope"], in: world),
        resource: try world.resource(named: form, at: client.realm), userCode: UserCode.make(),
        expiresAt: world.clock.now + DeviceStore.lifetime, interval: Double(world.deviceInterval))
      let deviceCode = world.devices.add(authorization)
      return answer(deviceCode, authorization, world)
    } catch {
      return error.answer
    }
  }

  private static func answer(_ deviceCode: String, _ authorization: DeviceStore.Authorization, _ world: World) -> Answer
  {
    let page = world.places.origin + Places.verification
    var members: [String: JSON] = [
      "device_code": .string(deviceCode), "user_code": .string(authorization.userCode),
      "verification_uri": .string(world.has(.verificationURIScript) ? "javascript:alert(1)" : page),
      "expires_in": .integer(Int(DeviceStore.lifetime)),
    ]
    if !world.has(.noVerificationURIComplete) {
      members["verification_uri_complete"] = .string(page + "?user_code=" + authorization.userCode)
    }
    // RFC 8628 §3.2: five seconds where nothing is said.
    if !world.has(.deviceIntervalUnsaid) { members["interval"] = .integer(world.deviceInterval) }
    return .json(.object(members), headers: Answer.noStore)
  }
}
