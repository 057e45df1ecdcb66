/// Where a person types the code that a device shows, and decides (RFC 8628 §3.3).
enum DeviceVerificationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noDeviceGrant) else { return .notFound }
    switch call.request.method {
    case "GET", "HEAD": return show(call, in: &world)
    case "POST": return decide(call, in: &world)
    default: return .methodNotAllowed("GET, HEAD, POST")
    }
  }

  private static func show(_ call: Call, in world: inout World) -> Answer {
    guard let typed = FormFields.parse(call.query.utf8)?["user_code"] else { return DevicePage.entry() }
    guard let (authorization, ticket) = world.devices.show(typed, now: world.clock.now) else {
      return DevicePage.entry(mistake: "There is no such code, or it has expired or was used.", status: 400)
    }
    return DevicePage.question(authorization, ticket: ticket, subject: world.subject)
  }

  private static func decide(_ call: Call, in world: inout World) -> Answer {
    let form = FormFields.parse(call.request.body)
    let isAllowed = form?["decision"] == "allow"
    guard let ticket = form?["ticket"],
      world.devices.decide(
        ticket: ticket, isAllowed ? .allowed(subject: world.subject) : .denied, now: world.clock.now)
    else {
      return MessagePage.answer(title: "This page has expired", text: "Type the code again.", status: 400)
    }
    return isAllowed
      ? MessagePage.answer(title: "Connected", text: "You can go back to your device.", status: 200)
      : MessagePage.answer(title: "Denied", text: "The device gets no access.", status: 200)
  }
}
