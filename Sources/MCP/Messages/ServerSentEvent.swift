/// One event of a `text/event-stream` (WHATWG HTML §9.2).
public struct ServerSentEvent: Sendable, Equatable {
  /// `message` where the stream names none.
  public let type: String
  /// The lines of data, joined by LF; as they came, so not necessarily UTF-8.
  public let data: [UInt8]
  /// The last id the stream has named; empty where it has named none.
  public let lastEventID: String

  /// Makes an event.
  public init(type: String = "message", data: [UInt8], lastEventID: String = "") {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
  }
}
