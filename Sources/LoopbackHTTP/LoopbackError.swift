import Glibc
import NIOCore

/// The listener could not be set up.
public struct LoopbackError: Error, Sendable, Equatable {
  /// The system's own words.
  public let reason: String
  /// Another socket holds the port.
  public let addressInUse: Bool

  init(reason: String, addressInUse: Bool = false) {
    self.reason = reason
    self.addressInUse = addressInUse
  }

  init(_ error: any Error) {
    reason = "\(error)"
    addressInUse = (error as? IOError)?.errnoCode == EADDRINUSE
  }
}
