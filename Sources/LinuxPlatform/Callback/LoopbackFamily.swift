import HTTP

/// Which loopback addresses a redirect URI reaches.
enum LoopbackFamily {
  case v4, v6
  /// `localhost`: which of the two a browser tries is the browser's choice (RFC 8252 §8.3).
  case both

  /// One address.
  enum Member { case v4, v6 }

  /// Nil where the URI is not plain http to this machine.
  init?(_ url: WebURL) {
    guard url.scheme == "http" else { return nil }
    switch url.host {
    case "127.0.0.1": self = .v4
    case "::1": self = .v6
    case "localhost": self = .both
    default: return nil
    }
  }

  var members: [Member] {
    switch self {
    case .v4: [.v4]
    case .v6: [.v6]
    case .both: [.v4, .v6]
    }
  }
}
