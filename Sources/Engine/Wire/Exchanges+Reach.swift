import HTTP
import Registry

extension Exchanges {
  /// Where the server is: seen, remembered, or guessed from its URL. Nil for one that nobody has heard of.
  func place(of server: String) -> ServerScope? {
    if let place = workplace.places[server] { return place }
    guard let row = try? registry.server(server) else { return nil }
    return ServerScope(remembered: row.settings.addressScope, at: row.url)
  }

  /// Sends a request that this server's documents led to, no nearer than they may point.
  ///
  /// Names have other addresses in other networks: a laptop that comes home to its company finds the whole deployment
  /// on private addresses. So before a refusal the server itself is looked at again.
  func send(
    _ request: HTTPRequest, of server: String, over transport: any HTTPTransport
  ) async throws(TransportError) -> HTTPResponse {
    try await within(reach: server, request, transport) { (request) async throws(TransportError) in
      try await transport.send(request)
    }
  }

  /// Opens the connection for a request like that, and sends nothing of it.
  func prepare(
    _ request: HTTPRequest, of server: String, over transport: any HTTPTransport
  ) async throws(TransportError) {
    try await within(reach: server, request, transport) { (request) async throws(TransportError) in
      try await transport.prepare(request)
    }
  }

  private func within<Value: Sendable>(
    reach server: String, _ request: HTTPRequest, _ transport: any HTTPTransport,
    _ body: (HTTPRequest) async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    var request = request
    request.reach = place(of: server)?.reach(of: request.url) ?? .global
    do throws(TransportError) { return try await body(request) } catch {
      guard case .outOfReach(_, let scope) = error.kind, await lookAgain(at: server, over: transport),
        let reach = place(of: server)?.reach(of: request.url), scope <= reach
      else { throw error }
      request.reach = reach
      return try await body(request)
    }
  }

  /// Asks the server's URL for nothing but to see from where it answers; once in a process.
  private func lookAgain(at server: String, over transport: any HTTPTransport) async -> Bool {
    guard let place = place(of: server), !place.isSeen else { return false }
    let request = HTTPRequest(.get, place.endpoint, deadline: .seconds(10))
    guard let head = try? await transport.exchange(request, into: HeadReceiver()).head else { return false }
    workplace.places.note(ServerScope(seen: head.peer, at: place.endpoint), of: server)
    return true
  }

  private struct HeadReceiver: HTTPResponseReceiver {
    var head: HTTPResponseHead?

    mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
      self.head = head
      return .done
    }

    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow { .done }
  }
}
