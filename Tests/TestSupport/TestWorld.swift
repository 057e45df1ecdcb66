public import DemoServer
public import FoundationEssentials
public import HTTP
public import LinuxPlatform
public import Registry

/// A registry, a server and a person of one test's own. Everything is real but the clock, the keyring and the browser.
public final class TestWorld: Sendable {
  public let folder: TemporaryFolder
  public let location: RegistryLocation
  public let registry: ServerRegistry
  let inode: RegistryInode
  public let server: DemoServer
  public let transport: any HTTPTransport
  public let clock = ManualClock()
  public let keyring = MemoryKeyProvider(.secretService)
  public let random = CountingRandom()
  public let notices = NoticeLog()

  /// The world could not be made.
  public struct Unmade: Error { public let reason: String }

  init(server: DemoServer, transport: any HTTPTransport) throws {
    guard let folder = TemporaryFolder() else { throw Unmade(reason: "no temporary folder") }
    self.folder = folder
    location = try RegistryLocation.find(explicit: folder["registry.sqlite"], environment: [:])
    try location.prepare()
    inode = try RegistryInode.open(location.realPath, making: true)
    registry = try ServerRegistry(path: location.path)
    self.server = server
    self.transport = transport
  }

  /// Runs a test in a world of its own, and ends everything in it.
  public static func run(
    _ configuration: DemoConfiguration = .init(accessTokenLifetime: 3600, consent: .allow),
    _ body: (TestWorld) async throws -> Void
  ) async throws {
    var configuration = configuration
    // Proofs and assertions carry the client's time, so both clocks start together.
    configuration.clockStart = ManualClock.start.timeIntervalSince1970
    let server = try await DemoServer.start(configuration)
    let transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(try TestWorld(server: server, transport: transport)))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    await server.stop()
    try result.get()
  }

  /// Moves this world's clock and the server's.
  public func advance(by seconds: TimeInterval) {
    clock.advance(by: seconds)
    server.advanceClock(by: seconds)
  }

  /// A browser over this world's network.
  public func browser(_ manner: HTTPBrowser.Manner = .follow) -> HTTPBrowser {
    HTTPBrowser(manner, transport: transport)
  }

  /// Another process's view of the same registry file.
  public func secondRegistry() throws -> ServerRegistry { try ServerRegistry(path: location.path) }
}
