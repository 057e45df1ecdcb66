/// No usable answer came.
public struct TransportError: Error, Sendable, Equatable, Codable {
  /// What went wrong, as far as a caller acts differently on it.
  public enum Kind: Sendable, Equatable, Codable {
    /// The host name has no address.
    case unresolved
    /// Nobody listens, or the network is down; the text is the system's.
    case unreachable(String)
    /// The certificate or the handshake was refused; the text is the library's.
    case tls(String)
    /// The deadline passed.
    case timedOut
    /// The connection ended before the answer did.
    case closed
    /// The answer is longer than the caller allows.
    case tooLarge
    /// The exchange was cancelled, by Ctrl-C for example.
    case cancelled
    /// The answer is not HTTP; the text is the library's.
    case malformed(String)
    /// The host is at this address, nearer than the request may go. Nothing was sent.
    case outOfReach(address: String, AddressScope)
  }

  /// Whether the server's certificate is signed by nobody who is trusted.
  public var isOfTrust: Bool {
    if case .tls(let text) = kind { text.hasPrefix("certificate verify failed") } else { false }
  }

  public let kind: Kind
  /// Scheme, host and port of the request; never its path or query, which can hold secrets.
  public let origin: String
  /// Whether a byte of the request may have reached the server. False is certain, true is not.
  public let sent: Bool

  public init(_ kind: Kind, url: WebURL, sent: Bool) {
    self.kind = kind
    self.origin = url.origin
    self.sent = sent
  }
}
