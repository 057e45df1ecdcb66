/// A client as its document says (draft-ietf-oauth-client-id-metadata-document §4).
enum ClientDocument {
  /// §6.6 of the draft: what is longer is not read.
  static let longest = 5120

  struct Refusal: Error, Sendable, Equatable {
    let text: String
  }

  static func client(_ document: JSON?, at url: String, _ realm: Realm, in world: World) throws(Refusal) -> Client {
    guard !world.has(.clientDocumentsRefused) else { throw Refusal(text: "this server trusts no document") }
    guard let document, document.object != nil else { throw Refusal(text: "there is no JSON object at \(url)") }
    guard document["client_id"] == .string(url) else { throw Refusal(text: "the document's client_id is not its URL") }
    guard document["client_name"]?.string != nil else { throw Refusal(text: "the document has no client_name") }
    guard document["client_secret"] == nil, document["client_secret_expires_at"] == nil else {
      throw Refusal(text: "a document must not have a secret")
    }
    let metadata = try metadata(document, world)
    guard !metadata.authentication.needsSecret else {
      throw Refusal(text: "a client with a document cannot have a secret to share")
    }
    return Client(
      realm: realm, id: url, secret: nil, authentication: metadata.authentication, keys: metadata.keys,
      redirectURIs: metadata.redirectURIs, grantTypes: metadata.grantTypes, name: metadata.name ?? url,
      scopes: metadata.scopes, anyLoopbackPort: !world.has(.exactLoopbackPorts),
      wantsBoundTokens: metadata.wantsBoundTokens ?? false)
  }

  /// The rules of registration, with the defaults that make sense where no secret can be shared.
  private static func metadata(_ document: JSON, _ world: World) throws(Refusal) -> ClientMetadata {
    var members = document.object ?? [:]
    members["application_type"] = members["application_type"] ?? "native"
    members["token_endpoint_auth_method"] = members["token_endpoint_auth_method"] ?? "none"
    do throws(OAuthRefusal) {
      return try ClientMetadata(.object(members), world: world)
    } catch {
      throw Refusal(text: error.description)
    }
  }
}
