public import HTTP

/// Takes a stream on which nothing is answered: what a legacy server says of its own accord, for as long as it lasts.
public struct MessageListener: HTTPResponseReceiver {
  /// Nil until a head has come.
  public private(set) var head: HTTPResponseHead?
  private var decoder: EventStreamDecoder
  private var told: StreamPlace?
  private let onMessage: @Sendable (JSONRPCMessage) -> Void
  private let onEvent: @Sendable (StreamPlace) -> Void

  /// `eventLimit` is in bytes. Both are called while the stream arrives.
  public init(
    eventLimit: Int = 64 << 20, onMessage: @escaping @Sendable (JSONRPCMessage) -> Void,
    onEvent: @escaping @Sendable (StreamPlace) -> Void
  ) {
    decoder = EventStreamDecoder(limit: eventLimit)
    self.onMessage = onMessage
    self.onEvent = onEvent
  }

  /// Whether the server has such a stream at all.
  public var isOffered: Bool { head?.status == 200 && head?.headers.mediaType == "text/event-stream" }

  public mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
    self.head = head
    return isOffered ? .more : .done
  }

  public mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
    guard let events = try? decoder.decode(bytes) else { return .tooLarge }
    for event in events where event.type == "message" && !event.data.isEmpty {
      // One unreadable event does not end the stream.
      for message in (try? JSONRPCMessage.parse(event.data)) ?? [] { onMessage(message) }
    }
    let place = StreamPlace(eventID: decoder.lastEventID, retryMilliseconds: decoder.retryMilliseconds)
    if place != told, !place.eventID.isEmpty {
      told = place
      onEvent(place)
    }
    return .more
  }
}
