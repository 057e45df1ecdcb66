import Foundation
import Testing

@testable import DemoServer

/// What deployed servers do otherwise about clients, their secrets and revocation.
@Suite struct ClientQuirkTests {
  private func visit(
    _ behaviours: Set<Behaviour>, _ body: (DemoServer, inout Visitor) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      var visitor = Visitor(server)
      try await body(server, &visitor)
    }
  }

  /// Registers for a method; the answer.
  private func register(_ visitor: inout Visitor, _ method: ClientAuthenticationMethod) async -> JSON {
    let answer = await visitor.register(["token_endpoint_auth_method": .string(method.rawValue)]).json
    visitor.clientID = answer["client_id"]?.string ?? ""
    return answer
  }

  private func basic(_ id: String, _ secret: String?) -> [String: String] {
    ["Authorization": "Basic " + Data("\(id):\(secret ?? "")".utf8).base64EncodedString()]
  }

  @Test("registration_with_200: the rest is as ever")
  func registrationWith200() async throws {
    try await visit([.registrationWith200]) { _, visitor in
      let answer = await visitor.register()
      #expect(answer.status == 200)
      #expect(answer.json["client_id"] != nil)
    }
  }

  @Test("secret_for_public_clients: the client may use it or not")
  func secretForPublicClients() async throws {
    try await visit([.secretForPublicClients]) { _, visitor in
      let answer = await register(&visitor, .none)
      #expect(answer["token_endpoint_auth_method"] == "none")
      let secret = answer["client_secret"]?.string
      #expect(secret != nil)
      #expect(await visitor.exchange(await visitor.code()).status == 200)
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).status == 200)
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": "x"]).error == "invalid_client")
    }
  }

  @Test("basic_registered_for_post: what came back is what works")
  func basicRegisteredForPost() async throws {
    try await visit([.basicRegisteredForPost]) { _, visitor in
      let answer = await register(&visitor, .clientSecretPost)
      #expect(answer["token_endpoint_auth_method"] == "client_secret_basic")
      let (id, secret) = (visitor.clientID, answer["client_secret"]?.string)
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).error == "invalid_client")
      #expect(await visitor.exchange(await visitor.code(), headers: basic(id, secret)).status == 200)
    }
  }

  @Test("code_not_registered, refresh_not_registered: the answer has fewer grants than were asked for")
  func fewerGrants() async throws {
    for (behaviour, missing) in [
      (Behaviour.codeNotRegistered, "authorization_code"), (.refreshNotRegistered, "refresh_token"),
    ] {
      try await visit([behaviour]) { _, visitor in
        let answer = await visitor.register().json
        #expect(answer["grant_types"]?.strings == ["authorization_code", "refresh_token"].filter { $0 != missing })
      }
    }
  }

  @Test("none_not_listed: only methods with a secret or key are in the metadata, and none works")
  func noneNotListed() async throws {
    try await visit([.noneNotListed]) { _, visitor in
      let methods = await visitor.metadata()["token_endpoint_auth_methods_supported"]?.strings
      #expect(methods == ["client_secret_basic", "client_secret_post", "private_key_jwt"])
      _ = await register(&visitor, .none)
      #expect(await visitor.exchange(await visitor.code()).status == 200)
    }
  }

  @Test(
    "public_clients_refused, public_clients_unauthorized: registered, and refused where the tokens are",
    arguments: [
      (.publicClientsRefused, 401, "invalid_client"), (.publicClientsUnauthorized, 403, "unauthorized_client"),
    ]
      as [(Behaviour, Int, String)])
  func publicClients(behaviour: Behaviour, status: Int, error: String) async throws {
    try await visit([behaviour]) { _, visitor in
      #expect(await register(&visitor, .none)["token_endpoint_auth_method"] == "none")
      let refused = await visitor.exchange(await visitor.code())
      #expect(refused.status == status)
      #expect(refused.error == error)
      let secret = await register(&visitor, .clientSecretPost)["client_secret"]?.string
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).status == 200)
    }
  }

  @Test("client_id_required_in_body: the Authorization header is not enough")
  func clientIDInBody() async throws {
    try await visit([.clientIDRequiredInBody]) { _, visitor in
      let secret = await register(&visitor, .clientSecretBasic)["client_secret"]?.string
      let header = basic(visitor.clientID, secret)
      let code = await visitor.code()
      let refused = await visitor.exchange(code, ["client_id": nil], headers: header)
      #expect(refused.status == 401)
      #expect(refused.error == "invalid_client")
      #expect(await visitor.exchange(code, headers: header).status == 200)
    }
  }

  @Test("basic_not_decoded: a secret goes into the header as it is")
  func basicNotDecoded() async throws {
    for (behaviours, secret) in [([], "a%2Bb"), ([.basicNotDecoded], "a+b")] as [(Set<Behaviour>, String)] {
      try await visit(behaviours) { server, visitor in
        server.preregister(
          PreregisteredClient(
            id: "machine", secret: "a+b", authentication: .clientSecretBasic, redirectURIs: [Visitor.redirectURI]))
        visitor.clientID = "machine"
        let code = await visitor.code()
        let other = secret == "a+b" ? "a%2Bb" : "a+b"
        #expect(await visitor.exchange(code, headers: basic("machine", other)).error == "invalid_client")
        #expect(await visitor.exchange(code, headers: basic("machine", secret)).status == 200)
      }
    }
  }

  @Test("device_grant_without_endpoint: the grant is listed, and there is no way to begin it")
  func deviceGrantWithoutEndpoint() async throws {
    try await visit([.deviceGrantWithoutEndpoint]) { _, visitor in
      let metadata = await visitor.metadata()
      #expect(metadata["grant_types_supported"]?.strings?.contains(GrantType.deviceCode.rawValue) == true)
      #expect(metadata["device_authorization_endpoint"] == nil)
      _ = await register(&visitor, .none)
      #expect(await visitor.post("/devices/new", ["client_id": visitor.clientID]).status == 404)
    }
  }

  @Test("no_revocation: neither the endpoint nor its address")
  func noRevocation() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.noRevocation])) { stay in
      let metadata = await stay.visitor.metadata()
      #expect(metadata["revocation_endpoint"] == nil)
      #expect(metadata["revocation_endpoint_auth_methods_supported"] == nil)
      #expect(await stay.visitor.revoke(stay.refreshToken).status == 404)
    }
  }

  @Test("revocation_needs_secret_field: an empty one will do, even beside the Authorization header")
  func revocationNeedsSecretField() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.revocationNeedsSecretField])) { stay in
      let refused = await stay.visitor.revoke(stay.refreshToken)
      #expect(refused.status == 400)
      #expect(refused.error == "invalid_request")
      let form = ["token": stay.refreshToken, "client_id": stay.visitor.clientID, "client_secret": ""]
      #expect(await stay.visitor.post("/void", form).status == 200)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
    }
    try await visit([.revocationNeedsSecretField]) { _, visitor in
      let secret = await register(&visitor, .clientSecretBasic)["client_secret"]?.string
      let header = basic(visitor.clientID, secret)
      #expect(await visitor.post("/void", ["token": "x"], header).status == 400)
      #expect(await visitor.post("/void", ["token": "x", "client_secret": ""], header).status == 200)
    }
  }

  @Test("revocation_basic_only: whatever was registered, and not for a client without a secret")
  func revocationBasicOnly() async throws {
    try await visit([.revocationBasicOnly]) { _, visitor in
      let secret = await register(&visitor, .clientSecretPost)["client_secret"]?.string
      let form = ["token": "x", "client_id": visitor.clientID]
      let refused = await visitor.post("/void", form.merging(["client_secret": secret ?? ""]) { $1 })
      #expect(refused.status == 401)
      #expect(refused.header("www-authenticate")?.hasPrefix("Basic") == true)
      #expect(await visitor.post("/void", form, basic(visitor.clientID, secret)).status == 200)
      #expect(await visitor.post("/void", form, basic(visitor.clientID, "wrong")).status == 401)
      #expect(await visitor.exchange(await visitor.code(), headers: basic(visitor.clientID, secret)).status == 401)
      _ = await register(&visitor, .none)
      #expect(await visitor.post("/void", ["token": "x", "client_id": visitor.clientID]).status == 401)
    }
  }

  @Test("revoked_tokens_accepted: until they expire, and only by the MCP endpoints")
  func revokedTokensAccepted() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.revokedTokensAccepted])) { stay in
      #expect(await stay.visitor.revoke(stay.refreshToken).status == 200)
      #expect(await stay.visitor.call("who_am_i", token: stay.accessToken).status == 200)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      stay.server.expireAccessTokens()
      #expect(await stay.visitor.call("who_am_i", token: stay.accessToken).status == 401)
    }
  }
}
