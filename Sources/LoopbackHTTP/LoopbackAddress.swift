/// The two loopback addresses; there is no way to name another.
public enum LoopbackAddress: Sendable {
  /// `127.0.0.1`
  case v4
  /// `::1`
  case v6

  var literal: String {
    switch self {
    case .v4: "127.0.0.1"
    case .v6: "::1"
    }
  }
}
