/// How far a stream has been read: from here a legacy server can go on with it (MCP 2025-11-25, Resumability and
/// Redelivery).
public struct StreamPlace: Sendable, Equatable {
  /// The id of the last event.
  public let eventID: String
  /// How long to wait first, in milliseconds, where the stream says so.
  public let retryMilliseconds: Int?

  /// Makes a place.
  public init(eventID: String, retryMilliseconds: Int? = nil) {
    self.eventID = eventID
    self.retryMilliseconds = retryMilliseconds
  }
}
