/// What an update of a registration has to contain and must not contain (RFC 7592 §2.2).
enum ClientUpdate {
  private static let forbidden = [
    "client_id_issued_at", "client_secret_expires_at", "registration_access_token", "registration_client_uri",
  ]

  /// A member that was given out before may be null, which deletes it. Leaving it out would mean the same to the server,
  /// but the client must not do that, and a strict server is here to notice.
  static func check(_ document: JSON, of client: Client) throws(OAuthRefusal) {
    let names = document.object ?? [:]
    guard document["client_id"] == .string(client.id) else {
      throw .invalidClientMetadata("client_id must be the one that was issued")
    }
    if let name = forbidden.first(where: { names[$0] != nil }) {
      throw .invalidClientMetadata("\(name) must not be in an update")
    }
    let missing = (client.registration?.metadata.members ?? [:]).keys.sorted().first { names[$0] == nil }
    if let missing { throw .invalidClientMetadata("\(missing) is missing: an update has every member") }
    if let secret = document["client_secret"], secret.string != client.secret?.text {
      throw .invalidClientMetadata("client_secret must be the one that was issued")
    }
  }
}
