import HTTP
import MCP

// Streams of the session era: one that broke is gone on with, and one brings what the server says of its own accord.
extension MCPSession {
  /// Without an event between them, more attempts than this lead nowhere.
  private static let mostResumptions = 5
  /// Milliseconds to wait where the stream did not say.
  private static let usualRetry = 1000
  private static let longestRetry = 60_000

  /// Goes on with a stream that ended before its answer, from its last event: always by GET, so that nothing is done twice
  /// (MCP 2025-11-25, Resumability and Redelivery).
  func resumed(
    _ id: RequestID, _ position: StreamPosition, _ along: SentAlong, after failure: ConnectionFailure
  ) async throws(ConnectionFailure) -> Answer {
    let end = Deadline(after: deadline, by: workplace.dependencies.monotonic)
    var last = failure, before: StreamPlace?, attempts = 0
    while last.mayBeResumed, let place = position.current, case .legacy(let requests) = mode, !end.hasPassed {
      attempts = place == before ? attempts + 1 : 1
      before = place
      guard attempts <= Self.mostResumptions else { break }
      let wait = min(place.retryMilliseconds ?? Self.usualRetry, Self.longestRetry)
      await workplace.dependencies.sleep(min(.milliseconds(wait), end.left))
      guard !Task.isCancelled else { break }
      var request = requests.resume(lastEventID: place.eventID)
      request.deadline = end.left
      let answer: Answer
      do throws(ConnectionFailure) { answer = try await redirected(request, id, .legacy, along) } catch {
        last = error
        continue
      }
      switch answer.outcome {
      // It is the stream that the server does not go on with: of the request this says nothing.
      case .httpFailure, .accepted: throw failure
      default: return answer
      }
    }
    throw failure
  }

  /// Listens to what the server says of its own accord, for as long as `turn`; false where it has no such stream.
  func listen(for turn: Duration, _ position: StreamPosition) async throws(ConnectionFailure) -> Bool {
    guard case .legacy(let requests) = mode else { return false }
    var request = requests.listen(lastEventID: position.current?.eventID, for: turn)
    request.url = address
    if let cookie = cookies.header(for: address) { request.headers.add("Cookie", cookie) }
    let ended = try await channel.listen(
      request, MessageListener(onMessage: taking(), onEvent: { position.reach($0) }))
    return ended.isOffered
  }
}

extension ConnectionFailure {
  /// Whether a stream broke off, rather than an answer being what it is.
  fileprivate var mayBeResumed: Bool {
    switch self {
    case .final(.mcp(.streamEnded, _)): true
    case .final(.transport(let error, _)): error.kind != .cancelled && error.kind != .timedOut
    default: false
    }
  }
}
