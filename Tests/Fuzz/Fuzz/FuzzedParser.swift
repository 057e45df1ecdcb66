import HTTP
import OAuth

/// The parsers of what servers and browsers send. None may crash, and none may let through what its promise excludes.
enum FuzzedParser: String, CaseIterable {
  case challenge, metadata, token, redirect, answer

  func feed(_ bytes: [UInt8]) {
    switch self {
    case .challenge: Self.challenge(bytes)
    case .metadata: Self.metadata(bytes)
    case .token: Self.token(bytes)
    case .redirect: Self.redirect(bytes)
    case .answer: Self.answer(bytes)
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

  /// An answer as it comes over the wire: the first byte says how it is split, which must change nothing.
  private static func answer(_ bytes: [UInt8]) {
    guard let size = bytes.first else { return }
    let whole = read(bytes.dropFirst(), by: .max), split = read(bytes.dropFirst(), by: 1 + Int(size))
    precondition(whole.body == split.body && whole.status == split.status && whole.refusal == split.refusal)
    precondition(whole.isWhole == split.isWhole)
    precondition(whole.status.map { (200...599).contains($0) } ?? whole.body.isEmpty)
    if JSONExtent(of: whole.body) == .whole { precondition(whole.body.contains(0x7D) || whole.body.contains(0x5D)) }
  }

  private struct Reading {
    var status: Int?
    var body: [UInt8] = []
    var refusal: HTTPFault?
    var isWhole = false
  }

  private static func read(_ bytes: ArraySlice<UInt8>, by size: Int) -> Reading {
    var parser = HTTPResponseParser(), reading = Reading(), left = bytes
    do throws(HTTPFault) {
      while !left.isEmpty, !parser.hasEnded {
        var piece = left.prefix(size)
        left = left.dropFirst(piece.count)
        while let event = try parser.next(&piece) {
          switch event {
          case .head(let status, _): reading.status = status
          case .body(let more): reading.body += more
          case .end: break
          }
        }
      }
    } catch { reading.refusal = error }
    reading.isWhole = parser.isWhole(cleanEnd: true)
    return reading
  }
}
