import FoundationEssentials

/// Client authentication at the token and revocation endpoints (RFC 6749 §2.3).
enum ClientAuthentication {
  static func client(_ call: Call, _ form: FormFields, in world: inout World) throws(OAuthRefusal) -> Client {
    let header = call.request.header("authorization")
    // RFC 6749 §2.3: not more than one method in each request.
    guard [header, form["client_secret"], form["client_assertion"]].count(where: { $0 != nil }) <= 1 else {
      throw .invalidRequest("two ways of client authentication")
    }
    if world.has(.clientIDRequiredInBody), form["client_id"] == nil {
      throw .invalidClient("client_id is missing", triedBasic: header != nil)
    }
    if let header { return try basic(header, form, call, in: world) }
    if let assertion = form["client_assertion"] {
      return try ClientAssertion.client(assertion, form, at: call.realm, in: &world)
    }
    guard let id = form["client_id"] else { throw .invalidClient("client_id is missing") }
    guard let client = world.clients[id, call.realm] else { throw .invalidClient("no such client") }
    switch client.authentication {
    case .none:
      let given = form["client_secret"]
      guard given == nil || client.secret?.proves(given, now: world.clock.now) == true else {
        throw .invalidClient("this client has another secret, or none")
      }
    case .clientSecretPost:
      guard let secret = client.secret, secret.proves(form["client_secret"], now: world.clock.now) else {
        throw .invalidClient("wrong or expired secret")
      }
    case .clientSecretBasic, .privateKeyJWT:
      throw .invalidClient("this client is registered for \(client.authentication.rawValue)")
    }
    return client
  }

  private static func basic(
    _ header: String, _ form: FormFields, _ call: Call, in world: World
  ) throws(OAuthRefusal) -> Client {
    guard let (id, secret) = credentials(header, encoded: !world.has(.basicNotDecoded)) else {
      throw .invalidClient("the Authorization header is not well formed", triedBasic: true)
    }
    if let named = form["client_id"], named != id { throw .invalidRequest("two different client ids") }
    let anyMethod = world.has(.revocationBasicOnly) && call.route == .revocation
    guard let client = world.clients[id, call.realm], anyMethod || client.authentication == .clientSecretBasic,
      client.secret?.proves(secret, now: world.clock.now) == true
    else {
      throw .invalidClient("wrong client, wrong or expired secret, or wrong method", triedBasic: true)
    }
    return client
  }

  /// Id and secret are form-encoded before they are joined (RFC 6749 §2.3.1).
  private static func credentials(_ header: String, encoded: Bool) -> (id: String, secret: String)? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])) else {
      return nil
    }
    let pair = Array(data).split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else { return nil }
    guard encoded else { return (String(decoding: pair[0], as: UTF8.self), String(decoding: pair[1], as: UTF8.self)) }
    guard let id = PercentEncoding.decode(pair[0], plusIsSpace: true),
      let secret = PercentEncoding.decode(pair[1], plusIsSpace: true)
    else { return nil }
    return (id, secret)
  }
}
