import FoundationEssentials
public import HTTP

/// What a client that is known by the URL of a document says about itself there
/// (draft-ietf-oauth-client-id-metadata-document; MCP 2026-07-28, Client ID Metadata Documents).
public struct ClientMetadataDocument: Sendable, Equatable {
  /// The client's id, and where the document stands.
  public let url: WebURL
  /// With which the client signs, where it has a key; nil for a public client.
  public let key: JSONWebKey?
  /// The grants that it asks for besides the authorization code and refresh tokens, each once.
  public let furtherGrants: [String]

  /// Why a URL cannot be a client's id.
  public enum Fault: Error, Sendable, Equatable {
    /// Neither https nor this machine.
    case insecure
    case noPath
    /// `.` or `..` in the path.
    case dotSegments
  }

  /// Throws where §3 of the draft forbids the URL. Fragments and user names are none of a `WebURL` anyway.
  public init(at url: WebURL, key: JSONWebKey? = nil, furtherGrants: [String] = []) throws(Fault) {
    guard url.isSecure else { throw .insecure }
    guard url.path.count > 1 else { throw .noPath }
    guard !url.path.split(separator: "/").contains(where: { [".", ".."].contains($0) }) else { throw .dotSegments }
    self.url = url
    self.key = key
    var known: Set<String> = []
    self.furtherGrants = furtherGrants.filter { known.insert($0).inserted }
  }

  /// Where the browser comes back to: any port, because RFC 8252 §7.3 has servers accept any for loopback. One path for
  /// all servers, because there is one document; `iss` tells them apart (RFC 9207).
  public static let redirectURIs = ["127.0.0.1", "[::1]", "localhost"].compactMap { WebURL("http://\($0)/callback") }

  /// The document to publish at the URL, with 200 and as `application/json` (§4).
  ///
  /// It holds no secret and names no method that needs one (§4.1); a key's public half is none (§6.2). The list of methods
  /// is what a later revision of MCP is to demand; it says the same.
  public func json(onOneLine: Bool) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !onOneLine { encoder.outputFormatting.insert(.prettyPrinted) }
    // Strings and arrays of strings always encode.
    return (try? encoder.encode(Wire(self))).map(Array.init) ?? []
  }

  private struct Wire: Encodable {
    let client_id: String
    var client_name = "mcpcred"
    var application_type = "native"
    var redirect_uris = ClientMetadataDocument.redirectURIs.map(\.raw)
    let grant_types: [String]
    var response_types = ["code"]
    let token_endpoint_auth_method: String
    let token_endpoint_auth_methods_supported: [String]
    let jwks: [String: [JSONWebKey]]?
    var software_id = "mcpcred"

    init(_ document: ClientMetadataDocument) {
      let method: ClientAuthenticationMethod = document.key == nil ? .none : .privateKeyJWT
      client_id = document.url.raw
      grant_types = ["authorization_code", "refresh_token"] + document.furtherGrants
      token_endpoint_auth_method = method.rawValue
      token_endpoint_auth_methods_supported = [method.rawValue]
      jwks = document.key.map { ["keys": [$0]] }
    }
  }
}
