public import HTTP

/// Takes the answer to one request while it arrives: a JSON object, an array of them (MCP 2025-03-26) or an event stream.
///
/// It says `.done` as soon as the answer with the request's id is there, and when a limit is passed; `answer()` then tells.
public struct AnswerReceiver: HTTPResponseReceiver {
  /// The request's id; nil for a notification or a DELETE, where any success will do.
  public let id: RequestID?
  /// Decides what becomes of requests the server sends.
  public let era: Era
  /// Bytes of a JSON body.
  public let limit: Int

  private static let failureLimit = 64 << 10
  private static let excerptLimit = 2048

  private enum Kind { case none, answer, failure, events }
  private var kind = Kind.none
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []
  private var decoder: EventStreamDecoder
  private var found: Answer.Outcome?
  private var flaw: MCPError?
  private var isDone = false
  private var told: StreamPlace?
  private let leavesUnread: Bool
  private let onProgress: (@Sendable (Progress) -> Void)?
  private let onMessage: (@Sendable (JSONRPCMessage) -> Void)?
  private let onEvent: (@Sendable (StreamPlace) -> Void)?

  /// Limits are in bytes. `onProgress` is called while the answer arrives; `onMessage` for every other message that is
  /// not the answer, and for progress where nobody is told of that; `onEvent` for each place from which the stream can be
  /// gone on with. Where it leaves the result unread, `unread` is the outcome.
  public init(
    id: RequestID?, era: Era, limit: Int = 64 << 20, eventLimit: Int = 64 << 20, leavesUnread: Bool = false,
    onProgress: (@Sendable (Progress) -> Void)? = nil, onMessage: (@Sendable (JSONRPCMessage) -> Void)? = nil,
    onEvent: (@Sendable (StreamPlace) -> Void)? = nil
  ) {
    self.id = id
    self.era = era
    self.limit = limit
    self.leavesUnread = leavesUnread
    self.decoder = EventStreamDecoder(limit: eventLimit)
    self.onProgress = onProgress
    self.onMessage = onMessage
    self.onEvent = onEvent
  }

  /// Chooses by status and media type how to read the body.
  public mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
    self.head = head
    let mediaType = head.headers.mediaType
    if mediaType == "text/event-stream" {
      guard id != nil, (200..<300).contains(head.status) else { return finish() }
      kind = .events
    } else if (200..<300).contains(head.status), mediaType.map(Self.isJSON) ?? true {
      kind = .answer
    } else {
      kind = .failure
    }
    return .more
  }

  /// Takes the next piece of the body.
  public mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
    guard !isDone else { return .done }
    // What nobody asked to be compressed is read once it is whole.
    if head?.headers.isCompressed ?? false {
      guard body.count + bytes.count <= limit else {
        flaw = .answerTooLarge(limit: limit)
        return finish()
      }
      body.append(contentsOf: bytes)
      return .more
    }
    switch kind {
    case .none: return finish()
    case .events: return receive(events: bytes)
    case .answer:
      guard body.count + bytes.count <= limit else {
        flaw = .answerTooLarge(limit: limit)
        return finish()
      }
      body.append(contentsOf: bytes)
    case .failure:
      body.append(contentsOf: bytes.prefix(Self.failureLimit - body.count))
      guard body.count < Self.failureLimit else { return finish() }
    }
    return .more
  }

  /// What came back; to be asked once the exchange is over.
  ///
  /// Throws `streamEnded` where it ended before the answer, `answerMismatch` where a body answers another request,
  /// `eventTooLarge`, `answerTooLarge`, and what `JSONRPCMessage.parse` throws for a body that claims to be JSON.
  public func answer() throws(MCPError) -> Answer {
    guard let head else { throw .streamEnded }
    var finished = self
    finished.expand()
    let outcome = try finished.outcome(head)
    return Answer(head: head, outcome: outcome)
  }

  private mutating func expand() {
    guard let headers = head?.headers, headers.isCompressed, !isDone,
      let expanded = headers.expanded(body, limit: kind == .failure ? Self.failureLimit : limit)
    else { return }
    body = expanded
    if kind == .events { takeEvents(expanded[...]) }
  }

  private mutating func outcome(_ head: HTTPResponseHead) throws(MCPError) -> Answer.Outcome {
    let challenges = AuthenticationChallenge.parse(head.headers.all("WWW-Authenticate"))
    if head.status == 401 { return .unauthorized(challenges: challenges) }
    if head.status == 403 { return .forbidden(challenges: challenges) }
    guard (200..<300).contains(head.status) else { return failure(head) }
    if id == nil || head.status == 202 || head.status == 204 { return .accepted }
    if let flaw, isDone { throw flaw }
    switch kind {
    case .failure: return failure(head)
    case .answer:
      try take(body)
      guard let found else { throw .answerMismatch }
      return found
    case .events, .none:
      if found == nil { takeUnended() }
      guard let found else { throw flaw ?? .streamEnded }
      return found
    }
  }

  /// The event that lacks only its blank line, where it is the whole answer. Some servers leave it out, and some of them keep
  /// the stream open, so that nothing else would follow.
  private mutating func takeUnended() {
    guard let data = decoder.unended, data.last == UInt8(ascii: "}") else { return }
    if leavesUnread, let result = try? unreadResult(data) {
      found = .unread(result)
      return
    }
    guard let message = (try? JSONRPCMessage.parse(data))?.first else { return }
    // Anything else comes again with its blank line.
    switch message {
    case .response(let id, _) where id == self.id: take(message)
    case .failure(let id?, _) where id == self.id: take(message)
    default: break
    }
  }

  /// With an error status a JSON-RPC error counts whatever its id: servers that reject early have not read ours.
  private func failure(_ head: HTTPResponseHead) -> Answer.Outcome {
    if let messages = try? JSONRPCMessage.parse(body), case .failure(_, let error)? = messages.first {
      return .rpcError(error)
    }
    return .httpFailure(
      status: head.status, mediaType: head.headers.mediaType,
      excerpt: String(decoding: body.prefix(Self.excerptLimit), as: UTF8.self))
  }

  private mutating func takeEvents(_ bytes: ArraySlice<UInt8>) { _ = receive(events: bytes) }

  private mutating func receive(events bytes: ArraySlice<UInt8>) -> HTTPFlow {
    do throws(MCPError) {
      let events = try decoder.decode(bytes)
      tellPlace()
      for event in events where event.type == "message" && !event.data.isEmpty {
        // One unreadable event does not end the stream; it is the reason given if no answer follows.
        do throws(MCPError) {
          if found == nil { try take(event.data) }
        } catch { flaw = error }
        if found != nil {
          flaw = nil
          return finish()
        }
      }
    } catch {
      flaw = error
      return finish()
    }
    takeUnended()
    return found == nil ? .more : finish()
  }

  private mutating func tellPlace() {
    guard let onEvent else { return }
    let place = StreamPlace(eventID: decoder.lastEventID, retryMilliseconds: decoder.retryMilliseconds)
    guard place != told, !place.eventID.isEmpty else { return }
    told = place
    onEvent(place)
  }

  /// A body or an event.
  private mutating func take(_ bytes: [UInt8]) throws(MCPError) {
    if leavesUnread, let result = try unreadResult(bytes) {
      found = .unread(result)
      return
    }
    for message in try JSONRPCMessage.parse(bytes) where found == nil { take(message) }
  }

  /// Nil for whatever is not simply the result that is waited for.
  private func unreadResult(_ bytes: [UInt8]) throws(MCPError) -> JSONText? {
    guard let members = try JSONText(bytes).members, let result = members["result"], members["method"] == nil,
      members["error"] == nil, members["jsonrpc"]?.value == "2.0", let id, RequestID(members["id"]?.value) == id
    else { return nil }
    return result
  }

  private mutating func take(_ message: JSONRPCMessage) {
    switch message {
    case .response(let id, let result) where id == self.id:
      found = .result(result)
      return
    case .failure(let id, let error) where id == nil || id == self.id:
      found = .rpcError(error)
      return
    case .notification(let notification):
      if let onProgress, let progress = Progress(notification) {
        onProgress(progress)
        return
      }
    // A modern server must not send requests (MCP 2026-07-28, Streamable HTTP); none is answered.
    case .request where era == .modern: return
    default: break
    }
    onMessage?(message)
  }

  private mutating func finish() -> HTTPFlow {
    isDone = true
    return .done
  }

  private static func isJSON(_ mediaType: String) -> Bool {
    mediaType == "application/json" || mediaType.hasSuffix("+json")
  }
}
