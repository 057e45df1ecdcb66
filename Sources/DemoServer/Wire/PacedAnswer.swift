import LoopbackHTTP

/// An answer that takes real time: one step after the other, then the response.
struct PacedAnswer: Sendable {
  /// One notification per step.
  let progress: [JSON]
  /// The JSON-RPC response at the end.
  let response: JSON
  /// As server-sent events with the notifications, or as one JSON object after the same time without them.
  let asEvents: Bool
  /// The client gave no progress token, so the steps only take their time.
  let silent: Bool

  static let step: Duration = .milliseconds(100)

  func response(status: Int, headers: [(String, String)]) async -> LoopbackResponse {
    guard asEvents else {
      try? await Task.sleep(for: Self.step * progress.count)
      return LoopbackResponse(status: status, headers: headers, body: .bytes(response.bytes))
    }
    return LoopbackResponse(status: status, headers: headers, body: .stream { stream in await play(on: stream) })
  }

  /// A stream that the peer closes is a cancelled request: no more work, nothing more sent (MCP 2026-07-28, Streamable
  /// HTTP, Cancellation).
  private func play(on stream: LoopbackStream) async {
    for notification in progress {
      guard (try? await Task.sleep(for: Self.step)) != nil else { return }
      guard !silent else { continue }
      guard await stream.write(EventStream.event(notification)) else { return }
    }
    _ = await stream.write(EventStream.event(response))
  }
}
