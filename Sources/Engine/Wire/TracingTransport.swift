import HTTP

/// Tells of each exchange as it ends: method, URL without query, status. Never a header, never a body.
struct TracingTransport: HTTPTransport {
  let wrapped: any HTTPTransport
  let notify: @Sendable (Notice) -> Void

  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    let url = request.url.origin + request.url.path
    do throws(TransportError) {
      let traced = try await wrapped.exchange(request, into: StatusReceiver(wrapped: receiver))
      notify(.exchange(request.method, url: url, status: traced.status))
      return traced.wrapped
    } catch {
      notify(.exchange(request.method, url: url, status: nil))
      throw error
    }
  }

  func prepare(_ request: HTTPRequest) async throws(TransportError) { try await wrapped.prepare(request) }

  private struct StatusReceiver<Wrapped: HTTPResponseReceiver>: HTTPResponseReceiver {
    var wrapped: Wrapped
    var status: Int?

    init(wrapped: Wrapped) { self.wrapped = wrapped }

    mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
      status = head.status
      return wrapped.receive(head: head)
    }

    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow { wrapped.receive(bytes: bytes) }

    var document: JSONExtent? { wrapped.document }
  }
}
