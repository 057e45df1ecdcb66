import HTTP

/// Another transport, whose exchanges the watchdog knows of.
struct CoveredTransport: HTTPTransport {
  let wrapped: any HTTPTransport

  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    Watchdog.cover(request.deadline)
    return try await wrapped.exchange(request, into: receiver)
  }

  func prepare(_ request: HTTPRequest) async throws(TransportError) {
    Watchdog.cover(request.deadline)
    try await wrapped.prepare(request)
  }
}
