import Engine
import Foundation
import HTTP
import OAuth
import TestSupport
import Testing

/// What a proof says, as it was sent.
struct SentProof {
  struct Claims: Decodable {
    let jti: String
    let htm: String
    let htu: String
    let iat: Int
    let ath: String?
    let nonce: String?
  }

  let claims: Claims
  /// One coordinate tells a key from any other.
  let x: String

  private struct Header: Decodable {
    struct Key: Decodable { let x: String }

    let jwk: Key
  }

  init?(_ request: HTTPRequest) {
    let parts = (request.headers["DPoP"] ?? "").split(separator: ".").map { Base64URL.decode(String($0)) }
    guard parts.count == 3, let header = parts[0], let payload = parts[1],
      let claims = try? JSONDecoder().decode(Claims.self, from: Data(payload)),
      let key = try? JSONDecoder().decode(Header.self, from: Data(header))
    else { return nil }
    self.claims = claims
    x = key.jwk.x
  }
}

extension TestWorld {
  /// The world's network, with a memory of what was sent.
  func recorder(_ script: [(String, ScriptedTransport.Answer)] = []) -> ScriptedTransport {
    ScriptedTransport(script, others: transport)
  }

  /// A server of this world added with tokens bound to a key.
  @discardableResult
  func addBound(_ name: String = "demo", _ url: String? = nil, _ manager: CredentialManager? = nil) async throws
    -> AddedServer
  {
    let url = try #require(WebURL(url ?? server.mcpURL))
    var options = LoginOptions()
    options.boundTokens = true
    return try await (manager ?? self.manager()).add(url, name: name, account: nil, login: true, options)
  }

  /// As the server's metadata names it.
  var tokenEndpoint: String { server.issuer + "/mint" }

  /// How the requests with an access token carried it.
  var schemes: Set<String> {
    Set(
      server.requests().filter { ["mcp", "userinfo"].contains($0.endpoint) }
        .compactMap { $0.headers["authorization"]?.split(separator: " ").first.map { String($0) } })
  }
}
