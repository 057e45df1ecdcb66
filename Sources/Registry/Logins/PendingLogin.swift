public import FoundationEssentials
public import HTTP
public import OAuth
import SQLite

/// A login that was begun and waits for its answer.
public struct PendingLogin: Sendable {
  public let id: Int64
  public let serverName: String
  public let serverURL: WebURL
  public let account: String
  public let registrationID: Int64
  public let issuer: String
  public let resource: String?
  public let resourceMode: Server.ResourceMode
  public let requestedScope: Scope?
  /// The server's settings as the login wants them.
  public let settings: ServerSettings
  public let redirectURI: WebURL
  public let createdAt: Date
  public let expiresAt: Date
  /// Nil for a server that is to be stored together with the login.
  let serverID: Int64?
  let sealedState: [UInt8]
  let sealedVerifier: [UInt8]
  let sealedDPoPKey: [UInt8]?

  /// All that decides where the answer goes and what for: an edited row opens no more.
  func context(registryID: [UInt8], field: String) -> SealingContext {
    SealingContext(
      registryID: registryID, table: "pending_login", row: id, field: field,
      // A missing member and an empty one must not bind alike.
      binding: [
        serverName, serverURL.raw, account, String(registrationID), issuer, resource.map { "=" + $0 } ?? "",
        resourceMode.rawValue, requestedScope.map { "=" + $0.description } ?? "", settings.json, redirectURI.raw,
      ])
  }
}

extension PendingLogin {
  static let columns = """
    id, server_id, server_name, server_url, account, registration_id, issuer, resource, resource_mode, requested_scope,
    settings, redirect_uri, created_at, expires_at, sealed_state, sealed_verifier,
    sealed_dpop_key
    """

  /// Nil for a row no version of this program writes.
  init?(_ row: borrowing SQLiteRow) {
    guard let url = WebURL(row.text(3)), let mode = Server.ResourceMode(rawValue: row.text(8)),
      let settings = ServerSettings(json: row.text(10)), let redirectURI = row.optionalText(11).flatMap({ WebURL($0) }),
      let state = row.optionalBlob(14), let verifier = row.optionalBlob(15)
    else { return nil }
    self.init(
      id: row.integer(0), serverName: row.text(2), serverURL: url, account: row.text(4),
      registrationID: row.integer(5), issuer: row.text(6), resource: row.optionalText(7), resourceMode: mode,
      requestedScope: row.optionalText(9).flatMap { Scope($0) }, settings: settings, redirectURI: redirectURI,
      createdAt: Date(seconds: row.integer(12)), expiresAt: Date(seconds: row.integer(13)),
      serverID: row.optionalInteger(1), sealedState: state, sealedVerifier: verifier,
      sealedDPoPKey: row.optionalBlob(16))
  }
}
