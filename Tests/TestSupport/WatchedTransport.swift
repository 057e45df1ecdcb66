public import HTTP

/// Another transport, with something done before each request goes out.
public struct WatchedTransport: HTTPTransport {
  private let wrapped: any HTTPTransport
  private let before: @Sendable () -> Void

  public init(_ wrapped: any HTTPTransport, before: @escaping @Sendable () -> Void) {
    self.wrapped = wrapped
    self.before = before
  }

  public func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    before()
    return try await wrapped.exchange(request, into: receiver)
  }
}
