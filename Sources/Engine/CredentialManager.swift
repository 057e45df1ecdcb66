import HTTP
public import Registry

/// The one entry point: a registry, the outside world, and the use cases over them.
public struct CredentialManager: Sendable {
  public let registry: ServerRegistry
  public let dependencies: Dependencies
  /// This program's version, as servers are told it.
  public let version: String
  /// The program that asked, for the audit trail.
  public let actor: String?
  /// Told what happens while it happens.
  public let notify: @Sendable (Notice) -> Void
  let keyCache = KeyCache()
  let places = PlaceCache()
  let nonces = NonceCache()
  let handOuts = HandOutLog()

  public init(
    registry: ServerRegistry, dependencies: Dependencies, version: String, actor: String?,
    notify: @escaping @Sendable (Notice) -> Void
  ) {
    self.registry = registry
    self.dependencies = dependencies
    self.version = version
    self.actor = actor
    self.notify = notify
  }

  /// The way to the network, made at its first use.
  func transport() throws(EngineError) -> any HTTPTransport {
    TracingTransport(wrapped: try quietTransport(), notify: notify)
  }

  /// The same without a word, for exchanges that must not wait for a reader of stderr.
  func quietTransport() throws(EngineError) -> any HTTPTransport {
    do {
      return DatedTransport(wrapped: try dependencies.makeTransport(), now: dependencies.now)
    } catch { throw .transportSetup(error) }
  }

  /// Sends one request for a step.
  func send(_ request: HTTPRequest, _ step: ExchangeStep) async throws(EngineError) -> HTTPResponse {
    try await send(request, step, over: try transport())
  }

  /// The same without a word.
  func sendQuietly(_ request: HTTPRequest, _ step: ExchangeStep) async throws(EngineError) -> HTTPResponse {
    try await send(request, step, over: try quietTransport())
  }

  private func send(
    _ request: HTTPRequest, _ step: ExchangeStep, over transport: any HTTPTransport
  ) async throws(EngineError) -> HTTPResponse {
    do { return try await send(request, of: step.server, over: transport) } catch { throw EngineError(error, step) }
  }

  /// One registry call, with the engine's error: `try stored(registry.server(named: name))`.
  func stored<Value>(_ call: @autoclosure () throws(RegistryError) -> Value) throws(EngineError) -> Value {
    do { return try call() } catch { throw .registry(error) }
  }

  /// Several registry calls that belong together, with the engine's error.
  func withRegistry<Value>(_ body: () throws(RegistryError) -> Value) throws(EngineError) -> Value {
    do { return try body() } catch { throw .registry(error) }
  }
}
