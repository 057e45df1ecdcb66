import Engine
import Glibc
import LinuxPlatform
import Registry

/// One run of a command: the registry opened, the engine built, the console at hand.
struct Session {
  let console: Console
  let manager: CredentialManager
  let location: RegistryLocation
  /// Nil unless it is asked for.
  let qr: QRCodeView?

  /// Opens the registry, making it where it is missing.
  init(_ global: GlobalOptions, qr: Bool = false) throws(CommandError) {
    var options = global.session
    options.qr = qr
    try self.init(options)
  }

  /// The same without a parser.
  init(_ options: SessionOptions) throws(CommandError) {
    let environment = Self.environment()
    let console = Console(json: options.json, registry: options.registry)
    let location: RegistryLocation
    do { location = try RegistryLocation.find(explicit: options.registry, environment: environment) } catch {
      throw .location(error)
    }
    guard !location.isForeign else { throw .engine(.registry(.foreign(path: location.path))) }
    do { try location.prepare() } catch { throw .privatePath(error) }
    let registry: ServerRegistry
    do { registry = try ServerRegistry(path: location.path) } catch { throw .engine(.registry(error)) }
    let settings = TransportSettings(
      caCertificate: options.caCertificate, clientCertificate: options.clientCertificate, clientKey: options.clientKey,
      environment: environment, userAgent: "mcpcred/\(MCPCred.version)")
    qr =
      options.qr ? QRCodeView(console: console, program: QRCodeProgram(environment: environment)) : nil
    let notices = NoticePrinter(console: console, isVerbose: options.verbose, environment: environment, qr: qr)
    self.console = console
    self.location = location
    manager = CredentialManager(
      registry: registry,
      dependencies: LivePlatform.dependencies(
        location: location, transport: settings, environment: environment,
        worker: DetachedWorker(registry: location.path, transport: settings)),
      version: MCPCred.version, actor: ProcessName.parent, notify: notices.show)
  }

  /// Runs a use case to its end; Ctrl-C and SIGTERM cancel it.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable (CredentialManager) async throws(EngineError) -> Value
  ) throws(CommandError) -> Value {
    let manager = manager
    do { return try Blocking.run { () async throws(EngineError) in try await body(manager) } } catch {
      throw .engine(error)
    }
  }

  /// Runs a use case that never waits.
  func now<Value>(_ body: (CredentialManager) throws(EngineError) -> Value) throws(CommandError) -> Value {
    do { return try body(manager) } catch { throw .engine(error) }
  }

  /// Ends the process when the answer is written: whoever reads it goes on, the tokens that were handed out are counted, and
  /// the registry is not closed, because that would wait for the disk.
  func endHandingOut(_ status: ExitStatus) -> Never {
    console.hangUp()
    manager.countHandOuts()
    ExitStatus.exit(status)
  }

  /// This process's own.
  static func environment() -> [String: String] {
    var found: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { found[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return found
  }
}
