import LoopbackHTTP

/// An OAuth authorization server and an MCP server in one process, on loopback, for demonstrations and tests.
///
/// Everything is random per run, kept in memory, and gone when the process ends. The authorization server follows the
/// rules to the letter and refuses what does not; how it goes wrong is planned with `plan(_:)`.
public final class DemoServer: Sendable {
  private let world: SharedWorld
  private let protocolListener: LoopbackServer
  private let managementListener: LoopbackServer
  private let places: Places

  private init(world: SharedWorld, protocolListener: LoopbackServer, managementListener: LoopbackServer) {
    self.world = world
    self.protocolListener = protocolListener
    self.managementListener = managementListener
    places = Places(port: protocolListener.port)
  }

  /// Starts both listeners on `127.0.0.1`.
  ///
  /// - Throws: `DemoServerError` when a port cannot be bound or the configuration makes no sense.
  public static func start(
    _ configuration: DemoConfiguration = .init()
  ) async throws(DemoServerError) -> DemoServer {
    guard configuration.accessTokenLifetime >= 1, configuration.deviceInterval >= 1 else {
      throw .invalidConfiguration("a lifetime or interval must be at least one second")
    }
    let world = SharedWorld(configuration)
    let endpoint = ProtocolListener(world: world)
    let protocolListener = try await listen(configuration.port) { await endpoint.answer($0) }
    world.with { $0.places = Places(port: protocolListener.port) }
    do throws(DemoServerError) {
      let management = ManagementListener(world: world)
      let managementListener = try await listen(configuration.managementPort) { management.answer($0) }
      return DemoServer(world: world, protocolListener: protocolListener, managementListener: managementListener)
    } catch {
      await protocolListener.stop()
      throw error
    }
  }

  private static func listen(
    _ port: Int, handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse
  ) async throws(DemoServerError) -> LoopbackServer {
    do throws(LoopbackError) {
      return try await LoopbackServer.start(port: port, handler: handler)
    } catch {
      throw error.addressInUse ? .portInUse(port) : .cannotListen(error.reason)
    }
  }

  /// The authorization server's issuer identifier; it has a path.
  public var issuer: String { issuer(of: .demo) }
  /// The issuer identifier of any of its authorization servers.
  public func issuer(of realm: Realm) -> String { with { $0.issuer(of: realm) } }
  /// The MCP endpoint that speaks both eras (or the one of the configuration).
  public var mcpURL: String { places.identifier(of: .tools) }
  /// A second MCP endpoint of the same issuer.
  public var secondMCPURL: String { places.identifier(of: .more) }
  /// The MCP endpoint that is session-based only.
  public var legacyMCPURL: String { places.identifier(of: .classic) }
  /// The MCP endpoint that needs no authorization.
  public var openMCPURL: String { places.identifier(of: .open) }
  /// The management port, without a trailing slash.
  public var managementURL: String { "http://127.0.0.1:\(managementListener.port)" }

  /// The client document that this server hosts, whose URL is a client id where such ids are taken.
  public var clientDocumentURL: String { places.sampleDocument }

  /// Closes both listeners; answers under way have two seconds.
  public func stop() async {
    await protocolListener.stop()
    await managementListener.stop()
  }

  func with<Value: Sendable>(_ body: (inout World) -> Value) -> Value { world.with(body) }
}
