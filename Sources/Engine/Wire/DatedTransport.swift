import FoundationEssentials
import HTTP

/// Gives an answer the time it came at where it has none of its own (RFC 9110 §6.6.1), so that what its headers say of
/// time can be read without a clock.
struct DatedTransport: HTTPTransport {
  let wrapped: any HTTPTransport
  let now: @Sendable () -> Date

  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    try await wrapped.exchange(request, into: DatedReceiver(wrapped: receiver, now: now)).wrapped
  }

  func prepare(_ request: HTTPRequest) async throws(TransportError) { try await wrapped.prepare(request) }

  private struct DatedReceiver<Wrapped: HTTPResponseReceiver>: HTTPResponseReceiver {
    var wrapped: Wrapped
    let now: @Sendable () -> Date

    mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
      guard head.headers["Date"].flatMap(HTTPDate.seconds) == nil else { return wrapped.receive(head: head) }
      var headers = head.headers
      headers.set("Date", HTTPDate.text(Int(now().timeIntervalSince1970)))
      return wrapped.receive(head: HTTPResponseHead(status: head.status, headers: headers, peer: head.peer))
    }

    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow { wrapped.receive(bytes: bytes) }

    var document: JSONExtent? { wrapped.document }
  }
}
