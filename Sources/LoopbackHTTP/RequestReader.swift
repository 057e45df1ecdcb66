import NIOCore
import NIOHTTP1

/// Collects the parts of one request after the other.
struct RequestReader {
  enum Outcome {
    case request(LoopbackRequest, head: HTTPRequestHead)
    case tooLarge(head: HTTPRequestHead)
  }

  private var parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
  private let maxBody: Int

  init(_ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, maxBody: Int) {
    parts = inbound.makeAsyncIterator()
    self.maxBody = maxBody
  }

  /// The next request, or `nil` when the peer has closed the connection.
  mutating func next() async throws -> Outcome? {
    while let part = try await parts.next() {
      if case .head(let head) = part { return try await collect(head) }
    }
    return nil
  }

  /// A body that is too large is read on for a while, because closing on unread bytes resets the connection and the
  /// peer never sees the 413.
  private mutating func collect(_ head: HTTPRequestHead) async throws -> Outcome? {
    var body: [UInt8] = []
    var received = 0
    while let part = try await parts.next() {
      switch part {
      case .head: return nil
      case .body(let buffer):
        received += buffer.readableBytes
        if received <= maxBody { body.append(contentsOf: buffer.readableBytesView) }
        if received > maxBody + Self.patience { return .tooLarge(head: head) }
      case .end: return received > maxBody ? .tooLarge(head: head) : .request(request(head, body), head: head)
      }
    }
    return nil
  }

  private static let patience = 16 << 20

  private func request(_ head: HTTPRequestHead, _ body: [UInt8]) -> LoopbackRequest {
    LoopbackRequest(
      method: head.method.rawValue, target: head.uri, headers: head.headers.map { (name: $0.name, value: $0.value) },
      body: body)
  }
}
