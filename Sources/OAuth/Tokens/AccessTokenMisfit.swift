import FoundationEssentials

/// Why an access token that a server refuses may not be for it, where it is a JWT and says so (RFC 9068 §2.2). Nothing of it
/// is verified: it explains a refusal and decides nothing.
public enum AccessTokenMisfit: Sendable, Equatable {
  /// It names other audiences than the resource.
  case otherAudience([String])
  /// It names no audience; what it says of its use (`token_use`), nil where nothing.
  case noAudience(use: String?)

  /// Nil for a token that is no JWT, that names the resource, or that cannot be read.
  public init?(_ token: Secret, resource: String?) {
    let parts = token.exposed.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let body = Base64URL.decode(String(parts[1])),
      var claims = try? JSONDocument(body, as: .tokenResponse, from: "")
    else { return nil }
    guard let audiences = claims.list("aud"), !audiences.isEmpty else {
      self = .noAudience(use: claims.text("token_use").map { String($0.prefix(40)) })
      return
    }
    guard let resource, !audiences.contains(where: { Issuer.matches($0, resource) }) else { return nil }
    self = .otherAudience(audiences.prefix(3).map { String($0.prefix(200)) })
  }
}
