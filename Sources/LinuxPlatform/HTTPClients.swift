import AsyncHTTPClient
import Engine
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
  private let clients = Mutex<[HTTPRoute: HTTPClient]?>([:])

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
  func client(for route: HTTPRoute) throws(TransportSetupError) -> HTTPClient? {
    try clients.withLock { (clients) throws(TransportSetupError) -> HTTPClient? in
      if let client = clients?[route] { return client }
      guard clients != nil else { return nil }
      let client = HTTPClient(eventLoopGroup: group, configuration: try configuration(route))
      clients?[route] = client
      return client
    }
  }

  /// Closes every connection and ends the thread.
  func shutdown() async {
    let all = clients.withLock { $0.take() } ?? [:]
    for client in all.values { try? await client.shutdown() }
    try? await group.shutdownGracefully()
  }

  private func configuration(_ route: HTTPRoute) throws(TransportSetupError) -> HTTPClient.Configuration {
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
    if let host = route.certifiedHost {
      configuration.http1_1ConnectionDebugInitializer = { ServerIdentity.check($0, host: host) }
    }
    return configuration
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
