/// The nonces that proofs have to repeat: one for the authorization servers, another for the MCP endpoints.
struct DPoPNonces: Sendable {
  private var forAuthorization = RandomText.make("nonce_")
  private var forResource = RandomText.make("nonce_")

  subscript(_ verifier: DPoPProof.Verifier) -> String {
    verifier == .authorizationServer ? forAuthorization : forResource
  }

  mutating func renew(for verifier: DPoPProof.Verifier) {
    switch verifier {
    case .authorizationServer: forAuthorization = RandomText.make("nonce_")
    case .resourceServer: forResource = RandomText.make("nonce_")
    }
  }
}

extension World {
  var needsNonces: Bool { has(.dpopNonces) || has(.dpopRotatingNonces) }

  /// RFC 9449 §8.2: an answer that went well may bring the next nonce.
  func nextNonce(for verifier: DPoPProof.Verifier) -> [(String, String)] {
    has(.dpopRotatingNonces) ? [("dpop-nonce", nonces[verifier])] : []
  }
}
