/// The words about proofs and clocks (RFC 9449).
enum ProofWords {
  /// The errors that speak about a proof, and not about the token or the client.
  static let codes = ["invalid_dpop_proof", "use_dpop_nonce"]

  /// Servers allow a proof some seconds or minutes (RFC 9449 §11.1); less than this is no news.
  private static let tolerance = 30

  /// What to say where a server's clock is so many seconds ahead of this machine's; nothing where they agree.
  static func clock(ahead: Int?) -> String {
    guard let ahead, abs(ahead) > tolerance else { return "" }
    return
      "; this machine's clock is \(TimeText.span(Double(abs(ahead)))) \(ahead > 0 ? "behind" : "ahead of") the server's"
  }
}
