import FoundationEssentials
public import HTTP

/// The nonces by which a server bounds the life of proofs (RFC 9449 §8, §9).
public enum DPoPNonce {
  /// The nonce to use from now on; nil where the answer brings none, or one with a character that none may have.
  public static func given(by head: HTTPResponseHead) -> String? {
    guard let nonce = head.headers["DPoP-Nonce"], !nonce.isEmpty, nonce.utf8.allSatisfy(isAllowed) else { return nil }
    return nonce
  }

  /// Whether an authorization server wants the same request again with the nonce it has just given (RFC 9449 §8).
  public static func isDemanded(by response: HTTPResponse) -> Bool {
    guard given(by: response.head) != nil else { return false }
    return (try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body)))?.error == demand
  }

  /// Whether an MCP server does (RFC 9449 §9).
  public static func isDemanded(by head: HTTPResponseHead, _ challenges: [AuthenticationChallenge]) -> Bool {
    given(by: head) != nil
      && challenges.contains { $0.scheme == "dpop" && $0.parameters["error"] == demand }
  }

  private static let demand = "use_dpop_nonce"

  /// RFC 9449 §8.1, NQCHAR of RFC 6749 appendix A.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x5B, 0x5D...0x7E: true
    default: false
    }
  }
}
