/// The way to the network. Redirects are never followed and nothing is retried: both are decisions of the caller.
public protocol HTTPTransport: Sendable {
  /// Sends the request and feeds the answer to the receiver until the body ends or the receiver says `.done`.
  ///
  /// The request's deadline covers the whole exchange, body included. Cancelling the task closes the connection. A host
  /// nearer than the request's reach is never sent a byte of it.
  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver
}

extension HTTPTransport {
  /// Sends the request and collects the answer, refusing a body of more than `limit` bytes.
  public func send(_ request: HTTPRequest, limit: Int = 1 << 20) async throws(TransportError) -> HTTPResponse {
    let receiver = try await exchange(request, into: CollectingReceiver(limit: limit))
    guard let response = receiver.response else {
      throw TransportError(.closed, url: request.url, sent: true)
    }
    return response
  }
}
