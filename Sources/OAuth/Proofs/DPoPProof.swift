internal import Crypto
import FoundationEssentials
public import HTTP

/// Shows with each request that its sender holds the key the token is bound to (RFC 9449 §4).
public struct DPoPProof: Sendable {
  /// Unique for each proof (`jti`): 96 random bits or more.
  public let id: String
  /// Seconds since 1970 (`iat`).
  public let issuedAt: Int64
  /// The server's last nonce, where it gave one (RFC 9449 §8, §9).
  public let nonce: String?

  public init(id: String, issuedAt: Int64, nonce: String?) {
    self.id = id
    self.issuedAt = issuedAt
    self.nonce = nonce
  }

  /// The request with its proof in the `DPoP` header, made for its method and URL; unchanged where the key cannot sign,
  /// which a server refuses.
  ///
  /// With an access token the proof is bound to it, and the token goes into `Authorization` under the scheme `DPoP`
  /// (RFC 9449 §7.1). Without one the request is for an authorization server, and its own authentication stays.
  public func added(to request: HTTPRequest, key: DPoPKey, access: Secret? = nil) -> HTTPRequest {
    guard let proof = text(method: request.method, url: request.url, key: key, access: access) else { return request }
    var request = request
    request.headers.set("DPoP", proof)
    if let access { request.headers.set("Authorization", "DPoP " + access.exposed) }
    return request
  }

  /// The JWT in its compact form (RFC 9449 §4.2).
  func text(method: HTTPRequest.Method, url: WebURL, key: DPoPKey, access: Secret?) -> String? {
    let claims = Claims(
      jti: id, htm: method.rawValue, htu: Self.target(url), iat: issuedAt, ath: access.map(Self.hash), nonce: nonce)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let header = try? encoder.encode(Header(jwk: key.publicKey)), let payload = try? encoder.encode(claims) else {
      return nil
    }
    let signed = Base64URL.encode(Array(header)) + "." + Base64URL.encode(Array(payload))
    return key.signature(of: signed).map { signed + "." + Base64URL.encode($0) }
  }

  /// `htu`: without query and fragment, normalised as far as RFC 9449 §4.3 wants servers to do themselves.
  private static func target(_ url: WebURL) -> String { url.origin + (url.path.isEmpty ? "/" : url.path) }

  /// `ath`: base64url of the SHA-256 of the token's ASCII.
  private static func hash(_ access: Secret) -> String {
    Base64URL.encode(Array(SHA256.hash(data: Data(access.exposed.utf8))))
  }

  private struct Header: Encodable {
    var typ = "dpop+jwt"
    var alg = DPoPKey.algorithm
    let jwk: DPoPKey.PublicKey
  }

  private struct Claims: Encodable {
    let jti: String
    let htm: String
    let htu: String
    let iat: Int64
    let ath: String?
    let nonce: String?
  }
}
