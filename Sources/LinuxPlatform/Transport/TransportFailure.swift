import Glibc
import HTTP
import NIOSSL

/// Why an exchange has no answer.
struct TransportFailure: Error, Equatable {
  let kind: TransportError.Kind
  /// False only where certainly nothing of the request went out.
  let sent: Bool

  private static let verifyFailed = "certificate verify failed"

  /// Whether no root that we trust stands at the end of the certificate's chain.
  var isOfTrust: Bool { if case .tls(let text) = kind { text.hasPrefix(Self.verifyFailed) } else { false } }

  /// The same, naming who has signed the certificate.
  func signed(by issuer: String?) -> TransportFailure {
    guard isOfTrust, let issuer else { return self }
    return TransportFailure(
      .tls("\(Self.verifyFailed): it is signed by \(PlainLine.of(issuer, limit: 60))"), sent: sent)
  }

  static let otherHost = "the certificate is for another host"

  init(_ kind: TransportError.Kind, sent: Bool) {
    self.kind = kind
    self.sent = sent
  }

  /// What connect(2) and socket(2) give.
  init(connecting error: ErrorNumber) {
    let kind: TransportError.Kind = error.number == ETIMEDOUT ? .timedOut : .unreachable(error.text)
    self.init(kind, sent: false)
  }

  /// The same where it is a proxy that was not reached: nothing is known of the host behind it.
  func reaching(_ proxy: ProxyAddress) -> TransportFailure {
    let name = "the proxy \(proxy.host):\(proxy.port)"
    return switch kind {
    case .unresolved: TransportFailure(.unreachable("\(name) is not known"), sent: sent)
    case .unreachable(let reason): TransportFailure(.unreachable("\(name): \(reason)"), sent: sent)
    case .timedOut: TransportFailure(.unreachable("\(name) does not answer"), sent: sent)
    default: self
    }
  }

  /// What an answer is not.
  init(_ fault: HTTPFault) {
    self.init(.malformed(Self.text(fault)), sent: true)
  }

  /// What the TLS library says.
  init(tls error: any Error) {
    switch error {
    case NIOSSLError.uncleanShutdown: self.init(.closed, sent: true)
    case NIOSSLError.handshakeFailed, NIOSSLError.unableToValidateCertificate, is NIOSSLExtraError:
      self.init(.tls(Self.certificateText(error)), sent: false)
    default: self.init(.tls(Self.certificateText(error)), sent: true)
    }
  }

  private static func text(_ fault: HTTPFault) -> String {
    switch fault {
    case .notHTTP: "the first line is none of HTTP/1.0 or 1.1"
    case .status: "the status is not one of 100 to 599"
    case .upgrade: "the server changes to another protocol"
    case .tooManyInterim: "one interim answer after another"
    case .headTooLarge: "the headers have no end"
    case .headerLine: "a header line without a name"
    case .length: "lengths that differ, or that are none"
    case .chunk: "a chunk that is not as long as it says"
    }
  }

  /// BoringSSL's own report is a stack of numbers and source lines around one word.
  private static func certificateText(_ error: any Error) -> String {
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname { return otherHost }
    let text = "\(error)"
    guard let word = text.components(between: "OPENSSL_internal:", and: " ") else { return PlainLine.of(text) }
    return PlainLine.of(word.lowercased().split(separator: "_").joined(separator: " "))
  }
}

extension String {
  /// What stands between the first occurrence of `start` and the next `end`.
  fileprivate func components(between start: String, and end: Character) -> Substring? {
    var rest = self[...]
    while !rest.isEmpty, !rest.hasPrefix(start) { rest = rest.dropFirst() }
    let found = rest.dropFirst(start.count).prefix { $0 != end }
    return found.isEmpty ? nil : found
  }
}
