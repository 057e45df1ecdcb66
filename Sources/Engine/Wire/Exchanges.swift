import HTTP
import OAuth
import Registry

/// Requests and their answers: the way to the network, who the client is, what proves it, and how near a request may go.
struct Exchanges: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }

  /// The way to the network, made at its first use.
  func transport() throws(EngineError) -> any HTTPTransport {
    TracingTransport(wrapped: try quietTransport(), notify: notify)
  }

  /// The way to the network without a word, for exchanges that must not wait for a reader of stderr.
  func quietTransport() throws(EngineError) -> any HTTPTransport {
    do {
      return DatedTransport(wrapped: try dependencies.makeTransport(), now: dependencies.now)
    } catch { throw .transportSetup(error) }
  }

  /// Sends one request for a step.
  func send(_ request: HTTPRequest, _ step: ExchangeStep) async throws(EngineError) -> HTTPResponse {
    try await send(request, step, over: try transport())
  }

  /// Sends one request for a step without a word.
  func sendQuietly(_ request: HTTPRequest, _ step: ExchangeStep) async throws(EngineError) -> HTTPResponse {
    try await send(request, step, over: try quietTransport())
  }

  private func send(
    _ request: HTTPRequest, _ step: ExchangeStep, over transport: any HTTPTransport
  ) async throws(EngineError) -> HTTPResponse {
    do { return try await send(request, of: step.server, over: transport) } catch { throw EngineError(error, step) }
  }
}
