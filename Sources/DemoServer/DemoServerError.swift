/// The demo server could not start.
public enum DemoServerError: Error, Sendable, Equatable {
  /// Another process holds the port.
  case portInUse(Int)
  /// The listener could not be set up; the text is the system's own.
  case cannotListen(String)
  /// The configuration makes no sense; the text says why.
  case invalidConfiguration(String)
}
