import AsyncHTTPClient
import Glibc
import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What an error of the HTTP library means to a caller.
struct TransportFailure: Error, Equatable {
  let kind: TransportError.Kind
  /// False only where no connection came about.
  let sent: Bool

  init(_ kind: TransportError.Kind, sent: Bool) {
    self.kind = kind
    self.sent = sent
  }

  init(_ error: any Error) {
    switch error {
    case is CancellationError: self.init(.cancelled, sent: true)
    case let error as HTTPClientError: self = Self.client(error)
    case let error as NIOConnectionError: self = Self.connection(error)
    case let error as IOError: self = Self.system(error)
    case let error as ChannelError: self = Self.channel(error)
    case let error as HTTPParserError:
      // The parser was in the middle of an answer when the connection ended.
      self.init(error == .invalidEOFState ? .closed : .malformed(PlainLine.of("\(error)")), sent: true)
    case let error as PeerAddress.OutOfReach:
      self.init(.outOfReach(address: error.address, error.scope), sent: false)
    case is ServerIdentity.Mismatch: self.init(.tls("the certificate is for another host"), sent: false)
    case NIOSSLError.uncleanShutdown: self.init(.closed, sent: true)
    case NIOSSLError.handshakeFailed, NIOSSLError.unableToValidateCertificate, is NIOSSLExtraError:
      self.init(.tls(Self.certificateText(error)), sent: false)
    case is NIOSSLError, is BoringSSLError: self.init(.tls(Self.certificateText(error)), sent: true)
    default: self.init(.malformed(PlainLine.of("\(error)")), sent: true)
    }
  }

  private static func client(_ error: HTTPClientError) -> TransportFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
      .socksHandshakeTimeout:
      TransportFailure(.timedOut, sent: false)
    case .proxyAuthenticationRequired: TransportFailure(.unreachable("the proxy asks for credentials"), sent: false)
    case .invalidProxyResponse: TransportFailure(.unreachable("the proxy refused to connect"), sent: false)
    case .deadlineExceeded, .readTimeout, .writeTimeout: TransportFailure(.timedOut, sent: true)
    case .remoteConnectionClosed, .uncleanShutdown: TransportFailure(.closed, sent: true)
    case .cancelled, .requestStreamCancelled, .alreadyShutdown: TransportFailure(.cancelled, sent: true)
    default: TransportFailure(.malformed(PlainLine.of(error.shortDescription)), sent: true)
    }
  }

  private static func connection(_ error: NIOConnectionError) -> TransportFailure {
    guard let first = error.connectionErrors.first?.error else { return TransportFailure(.unresolved, sent: false) }
    switch first {
    case let first as IOError: return TransportFailure(.unreachable(PlainLine.of(errno: first.errnoCode)), sent: false)
    case ChannelError.connectTimeout: return TransportFailure(.timedOut, sent: false)
    default: return TransportFailure(.unreachable(PlainLine.of("\(first)")), sent: false)
    }
  }

  private static func system(_ error: IOError) -> TransportFailure {
    switch error.errnoCode {
    // connect(2) alone gives these.
    case ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT:
      TransportFailure(.unreachable(PlainLine.of(errno: error.errnoCode)), sent: false)
    case ETIMEDOUT: TransportFailure(.timedOut, sent: true)
    default: TransportFailure(.closed, sent: true)
    }
  }

  private static func channel(_ error: ChannelError) -> TransportFailure {
    if case .connectTimeout = error { return TransportFailure(.timedOut, sent: false) }
    return TransportFailure(.closed, sent: true)
  }

  /// BoringSSL's own report is a stack of numbers and source lines around one word.
  private static func certificateText(_ error: any Error) -> String {
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
      return "the certificate is for another host"
    }
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
