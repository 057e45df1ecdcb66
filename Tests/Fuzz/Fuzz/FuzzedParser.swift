import HTTP
import OAuth

/// The parsers of what servers and browsers send. None may crash, and none may let through what its promise excludes.
enum FuzzedParser: String, CaseIterable {
  case challenge, metadata, token, redirect

  func feed(_ bytes: [UInt8]) {
    switch self {
    case .challenge: Self.challenge(bytes)
    case .metadata: Self.metadata(bytes)
    case .token: Self.token(bytes)
    case .redirect: Self.redirect(bytes)
    }
  }

  private static let issuer = "https://as.example"

  /// The lines of a `WWW-Authenticate` header.
  private static func challenge(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let challenges = AuthenticationChallenge.parse(lines)
    for challenge in challenges {
      precondition(challenge.scheme == challenge.scheme.lowercased())
      precondition(challenge.repeated.isDisjoint(with: challenge.parameters.keys))
    }
    if let bearer = BearerChallenge(challenges), let url = bearer.resourceMetadata { precondition(url.isSecure) }
  }

  /// A document of an authorization server, and the same bytes as one of a protected resource.
  private static func metadata(_ bytes: [UInt8]) {
    if let read = try? AuthorizationServerMetadata.parse(bytes, from: issuer, issuer: issuer) {
      precondition(read.namedEndpoints.allSatisfy(\.url.isSecure))
      precondition(Issuer.matches(read.issuer, issuer))
    }
    guard let url = WebURL("https://mcp.example/meta"), let endpoint = WebURL("https://mcp.example/mcp") else { return }
    let response = HTTPResponse(status: 200, headers: HTTPHeaders([]), body: bytes)
    if let read = try? ProtectedResourceMetadata.parse(response, from: url, source: .path, endpoint: endpoint) {
      precondition(read.resource == endpoint.raw && !read.authorizationServers.isEmpty)
    }
  }

  /// An answer of the token endpoint, as a success and as a refusal, and what is kept of one that is neither.
  private static func token(_ bytes: [UInt8]) {
    if let kept = RotatedRefreshToken.salvage(from: bytes) {
      precondition(!kept.exposed.isEmpty && !kept.exposed.unicodeScalars.contains { $0.value < 0x20 })
    }
    guard let endpoint = WebURL(issuer + "/token") else { return }
    for status in [200, 400] {
      let response = HTTPResponse(status: status, headers: HTTPHeaders([]), body: bytes)
      guard let read = try? TokenResponse.parse(response, from: endpoint, hiding: [Secret("spent")]) else { continue }
      precondition(status == 200)
      precondition(read.accessToken.exposed.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    }
  }

  /// What a browser comes back with, or a person pastes.
  private static func redirect(_ bytes: [UInt8]) {
    guard let redirect = WebURL("http://127.0.0.1:8123/callback/0a1b") else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    let expectation = AuthorizationResponse.Expectation(
      redirectURI: redirect, state: Secret("sesame"), issuer: issuer, issRequired: true)
    guard case .code(let code) = AuthorizationResponse.parse(text, expecting: expectation) else { return }
    precondition(!code.exposed.isEmpty && text.contains("/callback/0a1b?"))
  }
}
