import Foundation
import OAuth
import SQLite
import Testing

@testable import Registry

@Suite struct RegistrationsTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func insert(
    _ kind: Registration.Kind = .dynamic, as clientID: String, secret: String? = "s",
    issuer: String = TestRegistry.issuer
  ) throws -> Registration {
    let new = try TestRegistry.newRegistration(kind: kind, clientID: clientID, secret: secret, issuer: issuer)
    return try test.registry.insert(new, event: Event(.registered, at: TestRegistry.start), keys: test.keys)
  }

  @Test("an identity comes back as it was stored, its secret sealed")
  func roundTrip() throws {
    let stored = try #require(try test.registry.registration(test.registration.id))
    #expect(stored.issuer == TestRegistry.issuer)
    #expect(stored.clientID == "client")
    #expect(stored.kind == .dynamic)
    #expect(stored.method == .clientSecretBasic)
    #expect(stored.redirectURIs.map(\.raw) == ["http://127.0.0.1:8123/cb"])
    #expect(stored.createdAt == TestRegistry.start)
    let client = try test.registry.client(stored, keys: test.keys)
    #expect(client.id == "client")
    #expect(client.secret?.exposed == "cs")
    #expect(client.method == .clientSecretBasic)
    #expect(try test.registry.registration(1) == nil)
  }

  @Test("an identity without a secret has none")
  func publicClient() throws {
    let stored = try insert(.clientIDMetadata, as: "https://c.example/id", secret: nil)
    #expect(try test.registry.client(stored, keys: test.keys).secret == nil)
  }

  @Test("a new identity of the same kind retires the one before, which stays readable and says what took its place")
  func superseding() throws {
    let new = try insert(as: "second")
    #expect(try test.registry.activeRegistration(issuer: TestRegistry.issuer)?.clientID == "second")
    let old = try #require(try test.registry.registration(test.registration.id))
    #expect(try test.registry.client(old, keys: test.keys).secret?.exposed == "cs")
    let successor = try test.connection().row("SELECT superseded_by FROM registration WHERE client_id = 'client'") {
      $0.integer(0)
    }
    #expect(successor == new.id)
  }

  @Test("identities of other kinds and other issuers live on; one that the person gave comes before a dynamic one")
  func kinds() throws {
    _ = try insert(.preRegistered, as: "given")
    _ = try insert(as: "later")
    _ = try insert(as: "elsewhere", issuer: "https://other")
    let issuer = TestRegistry.issuer
    #expect(try test.registry.activeRegistration(issuer: issuer)?.clientID == "given")
    #expect(try test.registry.activeRegistration(issuer: issuer, kind: .dynamic)?.clientID == "later")
    #expect(try test.registry.activeRegistration(issuer: issuer, kind: .clientIDMetadata) == nil)
    #expect(try test.registry.activeRegistration(issuer: "https://other")?.clientID == "elsewhere")
    #expect(try test.registry.activeRegistration(issuer: issuer + "/") == nil)
  }

  @Test(
    "an edited identity cannot send its secret elsewhere",
    arguments: [
      "UPDATE registration SET client_id = 'other'", "UPDATE registration SET issuer = 'https://evil.example'",
      "UPDATE registration SET sealed_client_secret = substr(sealed_client_secret, 2)",
      "UPDATE registration SET sealed_client_secret = (SELECT sealed_client_secret FROM registration WHERE client_id = 'x')",
    ])
  func edited(_ sql: String) throws {
    _ = try insert(.preRegistered, as: "x")
    try test.sql(sql + " WHERE client_id = 'client'")
    let stored = try #require(try test.registry.registration(test.registration.id))
    let place = SealedPlace(table: "registration", row: stored.id, field: "sealed_client_secret")
    #expect(throws: RegistryError.sealBroken(place)) { try test.registry.client(stored, keys: test.keys) }
  }

  @Test("every bit of a sealed client secret counts")
  func bits() throws {
    let sealed = try #require(test.registration.sealedSecret), connection = try test.connection()
    for bit in 0..<sealed.count * 8 {
      var changed = sealed
      changed[bit / 8] ^= 1 << (bit % 8)
      try connection.execute("UPDATE registration SET sealed_client_secret = ?", [changed])
      let stored = try #require(try test.registry.registration(test.registration.id))
      #expect(throws: RegistryError.self, "bit \(bit)") { try test.registry.client(stored, keys: test.keys) }
    }
  }

  @Test(
    "a row that a newer program wrote is told from one that is gone",
    arguments: [
      "UPDATE registration SET auth_method = 'tls_client_auth'", "UPDATE registration SET redirect_uris = '[7]'",
    ])
  func unreadable(_ sql: String) throws {
    try test.sql(sql)
    #expect(throws: RegistryError.unreadableRow(table: "registration", id: test.registration.id)) {
      try test.registry.registration(test.registration.id)
    }
    #expect(try test.registry.activeRegistration(issuer: TestRegistry.issuer) == nil)
  }

  @Test("a secret that the person exchanges is the one used from then on")
  func replacing() throws {
    try test.registry.replaceSecret(of: test.registration, with: Secret("new"), keys: test.keys)
    let stored = try #require(try test.registry.registration(test.registration.id))
    #expect(try test.registry.client(stored, keys: test.keys).secret?.exposed == "new")
  }

  /// RFC 8037 appendix A.1.
  static let pem = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
    -----END PRIVATE KEY-----
    """

  func insertSigner(_ pem: String = pem) throws -> Registration {
    let new = NewRegistration(
      issuer: TestRegistry.issuer, kind: .preRegistered, clientID: "signer", clientSecret: nil, method: .privateKeyJWT,
      redirectURIs: [], privateKey: Secret(pem))
    return try test.registry.insert(new, event: Event(.registered, at: TestRegistry.start), keys: test.keys)
  }

  @Test("a private key is kept sealed, and signs again when it is opened")
  func privateKey() throws {
    let stored = try #require(try test.registry.registration(try insertSigner().id))
    #expect(stored.hasPrivateKey && !stored.hasSecret)
    let client = try test.registry.client(stored, keys: test.keys)
    #expect(client.key?.algorithm == .edDSA)
    #expect(client.method == .privateKeyJWT)
    try test.sql("UPDATE registration SET client_id = 'other' WHERE id = ?", [stored.id])
    let edited = try #require(try test.registry.registration(stored.id))
    let place = SealedPlace(table: "registration", row: stored.id, field: "sealed_private_key")
    #expect(throws: RegistryError.sealBroken(place)) { try test.registry.client(edited, keys: test.keys) }
  }

  @Test("a key that this version cannot read is a row it cannot read")
  func unreadableKey() throws {
    let stored = try insertSigner("no key")
    #expect(throws: RegistryError.unreadableRow(table: "registration", id: stored.id)) {
      try test.registry.client(stored, keys: test.keys)
    }
  }

  @Test("a retired identity is used for no login, and kept")
  func retiring() throws {
    let event = Event(.registrationRetired, at: TestRegistry.start, issuer: TestRegistry.issuer)
    try test.registry.retire(test.registration, event: event)
    #expect(try test.registry.activeRegistration(issuer: TestRegistry.issuer) == nil)
    #expect(try test.registry.registration(test.registration.id)?.clientID == "client")
    #expect(try test.registry.events().first?.kind == .registrationRetired)
  }
}
