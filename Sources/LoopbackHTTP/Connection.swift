import NIOCore
import NIOHTTP1

/// One connection: requests in, answers out, until either side has had enough.
struct Connection: Sendable {
  let channel: any Channel
  let open: OpenConnections
  let maxBody: Int
  let handler: @Sendable (LoopbackRequest) async -> LoopbackResponse

  /// Nothing a peer does is an error of this process: a broken connection just ends.
  func serve() async {
    let wanted = open.open(channel)
    if let wrapped = await wrapped() {
      try? await wrapped.executeThenClose { inbound, outbound in
        if wanted { try await answerAll(inbound, ResponseWriter(outbound: outbound, channel: channel)) }
      }
    }
    open.close(channel)
  }

  /// Nil where the peer has gone away meanwhile.
  private func wrapped() async -> ConnectionChannel? {
    let channel = channel
    return try? await channel.eventLoop.submit { () -> ConnectionChannel? in
      guard channel.isActive else { return nil }
      try channel.pipeline.syncOperations.configureHTTPServerPipeline()
      let wrapped = try ConnectionChannel(wrappingChannelSynchronously: channel)
      channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
      return wrapped
    }.get()
  }

  private func answerAll(
    _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, _ writer: ResponseWriter
  ) async throws {
    var reader = RequestReader(inbound, maxBody: maxBody)
    while let outcome = try await reader.next() {
      open.beginAnswer(channel)
      let reusable = try await answer(outcome, writer)
      guard open.endAnswer(channel), reusable else { return }
    }
  }

  private func answer(_ outcome: RequestReader.Outcome, _ writer: ResponseWriter) async throws -> Bool {
    switch outcome {
    case .tooLarge(let head):
      _ = try await writer.write(LoopbackResponse(status: 413), to: head)
      return false
    case .request(let request, let head):
      let reusable = try await writer.write(await handler(request), to: head)
      // What follows a CONNECT is not HTTP (RFC 9110 §9.3.6), whatever the answer was.
      return reusable && head.method != .CONNECT
    }
  }
}
