/// The HTTP client could not be set up; a CA file that cannot be read, for example.
public struct TransportSetupError: Error, Sendable, Equatable, Codable {
  public let reason: String
  /// The file that others can read or change, where that is the reason.
  public let insecurePath: String?

  public init(_ reason: String, insecurePath: String? = nil) {
    self.reason = reason
    self.insecurePath = insecurePath
  }
}
