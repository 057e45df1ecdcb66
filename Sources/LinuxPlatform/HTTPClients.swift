import AsyncHTTPClient
import Engine
import HTTP
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The HTTP clients of one transport, one for each route in use, all on one thread.
final class HTTPClients: Sendable {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let settings: TransportSettings
  private let givenRoots: [NIOSSLAdditionalTrustRoots]
  private let certificate: ClientCertificate?
  /// Nil after the shutdown.
  private let clients = Mutex<[HTTPRoute: RouteClient]?>([:])

  /// To connect, with TLS: less than any deadline, so that a host that swallows packets is told from a slow answer.
  private static let connectTimeout: TimeAmount = .seconds(10)
  /// Shorter than what servers keep, so that a request is seldom sent into a connection that is being closed.
  private static let idleTimeout: TimeAmount = .seconds(3)

  /// Throws where a CA file or folder or the client's certificate cannot be used. The environment's certificates are parsed when a TLS connection
  /// first needs them: a folder of them takes longer than a whole request.
  init(_ settings: TransportSettings) throws(TransportSetupError) {
    self.settings = settings
    givenRoots = try TrustRoots.given(settings)
    try TrustRoots.checkEnvironment(settings)
    certificate = try ClientCertificate.named(by: settings)
  }

  /// The client for this route, made when it is first needed. Nil after the shutdown.
  func client(for route: HTTPRoute) throws(TransportSetupError) -> RouteClient? {
    try clients.withLock { (clients) throws(TransportSetupError) -> RouteClient? in
      if let client = clients?[route] { return client }
      guard clients != nil else { return nil }
      let peer = RouteClient.Peer()
      let client = RouteClient(
        HTTPClient(eventLoopGroup: group, configuration: try configuration(route, peer)), peer: peer)
      clients?[route] = client
      return client
    }
  }

  /// Closes every connection and ends the thread.
  func shutdown() async {
    let all = clients.withLock { $0.take() } ?? [:]
    for client in all.values { try? await client.client.shutdown() }
    try? await group.shutdownGracefully()
  }

  private func configuration(
    _ route: HTTPRoute, _ peer: RouteClient.Peer
  ) throws(TransportSetupError) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if route.usesTLS {
      tls.additionalTrustRoots = try givenRoots + TrustRoots.fromEnvironment(settings)
      certificate?.show(in: &tls)
    }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    configuration.timeout = HTTPClient.Configuration.Timeout(connect: Self.connectTimeout)
    configuration.connectionPool.idleTimeout = Self.idleTimeout
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    configuration.proxy = route.proxy.map(Self.proxy)
    configuration.http1_1ConnectionDebugInitializer = { Self.check($0, route, peer) }
    return configuration
  }

  /// Before a request is sent over a new connection: where it ended, and whose certificate was shown. Behind a proxy the
  /// address is the proxy's.
  private static func check(_ channel: any Channel, _ route: HTTPRoute, _ peer: RouteClient.Peer) -> EventLoopFuture<
    Void
  > {
    let scope: AddressScope?
    do {
      scope = route.proxy == nil ? try PeerAddress.scope(of: channel, within: route.reach) : nil
    } catch {
      channel.close(promise: nil)
      return channel.eventLoop.makeFailedFuture(error)
    }
    let identity =
      route.certifiedHost.map { ServerIdentity.check(channel, host: $0) } ?? channel.eventLoop.makeSucceededVoidFuture()
    return identity.map { if let scope { peer.note(scope) } }
  }

  private static func proxy(_ address: ProxyAddress) -> HTTPClient.Configuration.Proxy {
    switch address.kind {
    case .socks5: .socksServer(host: address.host, port: address.port)
    case .http:
      .server(
        host: address.host, port: address.port,
        authorization: address.user.map { .basic(username: $0, password: address.password ?? "") })
    }
  }
}
