/// The authorization endpoint (RFC 6749 §4.1.1).
enum AuthorizationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    do throws(AuthorizationRefusal) {
      let request = try AuthorizationRequest.parse(call, in: &world)
      switch world.consent {
      case .page:
        let ticket = world.consents.add(request, now: world.clock.now)
        return ConsentPage.answer(request, ticket: ticket, subject: world.subject)
      case .allow: return allow(request, in: &world)
      case .deny: return AuthorizationRefusal.denied(request).answer(at: call.realm, in: world)
      }
    } catch {
      return error.answer(at: call.realm, in: world)
    }
  }

  /// The answer of the consent page's form.
  static func decide(_ call: Call, in world: inout World) -> Answer {
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    guard let form = FormFields.parse(call.request.body), let ticket = form["ticket"],
      let request = world.consents.take(ticket, now: world.clock.now), request.realm == call.realm
    else {
      return MessagePage.answer(
        title: "This page has expired", text: "Go back to the program and start again.", status: 400)
    }
    guard form["decision"] == "allow" else {
      return AuthorizationRefusal.denied(request).answer(at: request.realm, in: world, status: 303)
    }
    return allow(request, in: &world, status: 303)
  }

  private static func allow(_ request: AuthorizationRequest, in world: inout World, status: Int = 302) -> Answer {
    let code = world.codes.issue(request, subject: world.subject, now: world.clock.now)
    let location = CallbackURL.make(
      request.redirectURI,
      [
        "code": code, "state": world.callbackState(request.state), "iss": world.callbackIssuer(of: request.realm),
        "code": world.has(.callbackRepeatsCode) ? RandomText.make("code_") : nil,
      ])
    return .redirect(location, status: status)
  }
}
