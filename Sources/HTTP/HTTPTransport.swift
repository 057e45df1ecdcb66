/// The way to the network. Redirects are never followed and nothing is retried: both are decisions of the caller.
public protocol HTTPTransport: Sendable {
  /// Sends the request and feeds the answer to the receiver until the body ends or the receiver says `.done`.
  ///
  /// The request's deadline covers the whole exchange, body included. Cancelling the task closes the connection. A host
  /// nearer than the request's reach is never sent a byte of it.
  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver

  /// Opens a connection for the request, its handshakes included, and sends nothing of it. The next exchange with that host
  /// takes it. So what may be wanting, a name, a descriptor, a thread, is found out before anything depends on it.
  ///
  /// Throws what an exchange throws before it has sent anything.
  func prepare(_ request: HTTPRequest) async throws(TransportError)
}

extension HTTPTransport {
  /// Where there is nothing to open.
  public func prepare(_ request: HTTPRequest) async throws(TransportError) {}

  /// Sends the request and collects the answer, refusing a body of more than `limit` bytes.
  public func send(_ request: HTTPRequest, limit: Int = 1 << 20) async throws(TransportError) -> HTTPResponse {
    let receiver = try await exchange(
      request, into: CollectingReceiver(limit: limit, wantsDocument: request.wantsDocument))
    guard let response = receiver.response else {
      throw TransportError(.closed, url: request.url, sent: true)
    }
    return response
  }
}
