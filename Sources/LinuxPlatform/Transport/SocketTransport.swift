public import Engine
public import HTTP
import NIOSSL

/// The network: HTTP/1.1 over sockets of our own, each exchange on a thread of its own. No redirect is followed, and nothing
/// decompressed. It traps on nothing a peer sends, and its deadlines end waiting, never reading.
public final class SocketTransport: HTTPTransport {
  private let threads = ConnectionThreads()
  private let tls: TLSContext
  private let proxies: ProxySettings
  private let userAgent: String

  /// To connect, with a proxy and TLS: less than any deadline, so that a host that swallows packets is told from a slow
  /// answer.
  private static let openingTime = Duration.seconds(10)

  /// Starts no thread. Throws where a CA file or folder or the client's certificate cannot be used, or a proxy's address is
  /// none.
  public convenience init(_ settings: TransportSettings) throws(TransportSetupError) {
    try self.init(settings, system: .standard)
  }

  init(_ settings: TransportSettings, system: SystemTrustStore) throws(TransportSetupError) {
    proxies = try ProxySettings(settings.environment)
    tls = try TLSContext(settings, system: system)
    userAgent = settings.userAgent
  }

  deinit { threads.shutDown() }

  /// Closes every connection. Every exchange that is under way, and every later one, is `.cancelled`.
  public func shutdown() async { threads.shutDown() }

  public func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    try await answer(request) { begin(request, receiver, $0, $1) }
  }

  public func prepare(_ request: HTTPRequest) async throws(TransportError) {
    try await answer(request) { open(request, $0, $1) }
  }

  private func answer<Value: Sendable>(
    _ request: HTTPRequest,
    _ begin: (Cancellation, @escaping @Sendable (Result<Value, TransportFailure>) -> Void) -> Void
  ) async throws(TransportError) -> Value {
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        begin(cancellation) { continuation.resume(returning: $0) }
      }
    } onCancel: {
      cancellation.cancel()
    }
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw TransportError(failure.kind, url: request.url, sent: failure.sent)
    }
  }

  private func open(
    _ request: HTTPRequest, _ cancellation: Cancellation,
    _ tell: @escaping @Sendable (Result<Void, TransportFailure>) -> Void
  ) {
    let route = route(of: request)
    let threads = threads, tls = tls
    guard !threads.keepsUnused(route) else { return tell(.success(())) }
    do throws(TransportFailure) {
      try Self.refuse(route)
      try threads.run(route, over: .opening, cancellation) { signal, connection in
        let waiter = Waiter(request.deadline, signal: signal, cancellation: cancellation)
        let result: Result<Void, TransportFailure>
        do throws(TransportFailure) {
          connection = try Self.open(route, tls, waiter, signal)
          result = .success(())
        } catch {
          result = .failure(TransportFailure(error.kind, sent: false))
        }
        threads.ended(cancellation)
        return { tell(result) }
      }
    } catch { tell(.failure(error)) }
  }

  private func route(of request: HTTPRequest) -> HTTPRoute {
    HTTPRoute(request.url, proxy: proxies.proxy(for: request.url), reach: request.reach)
  }

  private func begin<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, _ receiver: Receiver, _ cancellation: Cancellation,
    _ tell: @escaping @Sendable (Result<Receiver, TransportFailure>) -> Void
  ) {
    let route = route(of: request)
    let threads = threads, tls = tls
    do throws(TransportFailure) {
      try Self.refuse(route)
      guard let bytes = RequestBytes.of(request, userAgent: userAgent) else {
        throw TransportFailure(.malformed("a header of the request holds a control character"), sent: false)
      }
      try threads.run(route, over: request.mayReuseConnection ? .any : .unused, cancellation) { signal, connection in
        let waiter = Waiter(request.deadline, signal: signal, cancellation: cancellation)
        var exchange = Exchange(request, bytes, waiter, into: receiver)
        let result: Result<Receiver, TransportFailure>
        do throws(TransportFailure) {
          try Self.perform(&exchange, over: &connection) { () throws(TransportFailure) in
            try Self.open(route, tls, waiter, signal)
          }
          result = .success(exchange.receiver)
        } catch {
          connection = nil
          result = .failure(error)
        }
        threads.ended(cancellation)
        return { tell(result) }
      }
    } catch { tell(.failure(error)) }
  }

  /// Over the kept connection, or a new one. One that the server has closed meanwhile is replaced, once.
  private static func perform<Receiver: HTTPResponseReceiver>(
    _ exchange: inout Exchange<Receiver>, over connection: inout Connection?,
    open: () throws(TransportFailure) -> Connection
  ) throws(TransportFailure) {
    if let kept = connection, kept.isStillGood() {
      do throws(TransportFailure) {
        if try !exchange.run(on: kept) { connection = nil }
        return
      } catch {
        guard error.kind == .closed, exchange.mayBeRepeated else { throw error }
      }
    }
    connection = nil
    let new: Connection
    do throws(TransportFailure) { new = try open() } catch { throw TransportFailure(error.kind, sent: false) }
    if try exchange.run(on: new) { connection = new }
  }

  private static func open(
    _ route: HTTPRoute, _ tls: TLSContext, _ waiter: Waiter, _ signal: WakeSignal
  ) throws(TransportFailure) -> Connection {
    waiter.limit(openingTime)
    let connection = try open(route, waiter, signal, trusting: tls)
    if try waiter.isOver() { throw TransportFailure(.timedOut, sent: false) }
    waiter.limit(nil)
    return connection
  }

  /// A chain that is not trusted by what could be looked up is verified once more by everything, over another connection:
  /// nothing but the handshake has been sent over this one.
  private static func open(
    _ route: HTTPRoute, _ waiter: Waiter, _ signal: WakeSignal, trusting tls: TLSContext
  ) throws(TransportFailure) -> Connection {
    guard route.usesTLS else { return try dial(route, waiter, signal, securedBy: nil) }
    let context = try set { () throws(TransportSetupError) in try tls.context() }
    do throws(TransportFailure) { return try dial(route, waiter, signal, securedBy: context) } catch {
      guard error.isOfTrust, let whole = try set({ () throws(TransportSetupError) in try tls.wholeContext() })
      else {
        throw error
      }
      return try dial(route, waiter, signal, securedBy: whole)
    }
  }

  private static func set<Value>(_ body: () throws(TransportSetupError) -> Value) throws(TransportFailure) -> Value {
    do { return try body() } catch { throw TransportFailure(.tls(error.reason), sent: false) }
  }

  private static func dial(
    _ route: HTTPRoute, _ waiter: Waiter, _ signal: WakeSignal, securedBy context: NIOSSLContext?
  ) throws(TransportFailure) -> Connection {
    let proxy = route.proxy
    let dialler = Dialler(waiter: waiter, signal: signal, reach: proxy == nil ? route.reach : .machine)
    let line: Dialler.Line
    do throws(TransportFailure) {
      line = try dialler.dial(proxy?.host ?? route.host, port: proxy?.port ?? route.port)
    } catch { throw proxy.map { error.reaching($0) } ?? error }
    let address = line.address
    let connection = Connection(line.takeSocket(), peer: proxy == nil ? address.scope : nil)
    if let proxy {
      try ProxyHandshake(proxy: proxy, host: route.host, port: route.port).run(on: connection, waiter)
    }
    if let context {
      let target = proxy == nil ? address : NameLookup.literal(route.host, port: route.port).first
      let session = try TLSSession(context, host: route.certifiedHost, address: target)
      try connection.secure(session, host: route.certifiedHost, waiter)
    }
    return connection
  }

  /// A proxy resolves names itself and connects to what it likes: only an address in the URL can be judged here.
  private static func refuse(_ route: HTTPRoute) throws(TransportFailure) {
    guard route.proxy != nil, let scope = AddressScope(host: route.host), scope > route.reach else { return }
    throw TransportFailure(.outOfReach(address: route.host, scope), sent: false)
  }
}
