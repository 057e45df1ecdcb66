/// The token endpoint (RFC 6749 §3.2).
enum TokenEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    var named: String?
    do throws(OAuthRefusal) {
      let form = try form(of: call)
      named = form["grant_type"]
      let client = try client(call, form, in: &world)
      guard let named else { throw .invalidRequest("grant_type is missing") }
      guard let grantType = GrantType(rawValue: named), grantType.isOffered(at: call.realm, in: world) else {
        throw .unsupportedGrantType("not supported here")
      }
      guard client.may(named) else { throw .unauthorizedClient("the client is not registered for \(named)") }
      let request = TokenRequest(
        form: form, client: client, keyThumbprint: try keyThumbprint(call, client, in: &world), fault: call.fault)
      switch grantType {
      case .authorizationCode: return try CodeExchange.answer(request, in: &world)
      case .refreshToken: return try TokenRefresh.answer(request, in: &world)
      case .clientCredentials: return try ClientCredentialsGrant.answer(request, in: &world)
      case .jwtBearer: return try AssertionGrant.answer(request, in: &world)
      case .tokenExchange: return try TokenExchange.answer(request, in: &world)
      case .deviceCode: return try DeviceGrant.answer(request, in: &world)
      }
    } catch {
      return error.answer(to: named, in: world)
    }
  }

  private static func client(_ call: Call, _ form: FormFields, in world: inout World) throws(OAuthRefusal) -> Client {
    if let program = try AssertionGrant.client(call, form, in: world) { return program }
    let client = try ClientAuthentication.client(call, form, in: &world)
    guard client.authentication == .none else { return client }
    // Registered all the same: only here is a client without a secret told that it is not wanted.
    if world.has(.publicClientsRefused) { throw .invalidClient("a secret is needed") }
    if world.has(.publicClientsUnauthorized) { throw .unauthorizedClient("a secret is needed", status: 403) }
    return client
  }

  /// RFC 9449 §5 and §5.2.
  private static func keyThumbprint(
    _ call: Call, _ client: Client, in world: inout World
  ) throws(OAuthRefusal) -> String? {
    let thumbprint: String?
    do throws(DPoPProof.Refusal) {
      thumbprint = try DPoPProof.thumbprint(call, for: .authorizationServer, in: &world)
    } catch {
      switch error {
      case .invalid(let why): throw .invalidDPoPProof(why)
      case .nonceNeeded(let nonce): throw .useDPoPNonce(nonce)
      }
    }
    guard thumbprint != nil || !world.has(.dpopRequired) && !client.wantsBoundTokens else {
      throw .invalidDPoPProof("there is no proof")
    }
    return thumbprint
  }

  /// Shared with the revocation endpoint, which takes the same kind of body (RFC 7009 §2.1).
  static func form(of call: Call) throws(OAuthRefusal) -> FormFields {
    guard call.isForm, let form = FormFields.parse(call.request.body) else {
      throw .invalidRequest("the body must be application/x-www-form-urlencoded")
    }
    if let name = form.repeated { throw .invalidRequest("\(name) occurs twice") }
    return form
  }
}
