import Engine
import Glibc
import LinuxPlatform
import Registry

/// One run of a command: the registry opened, the engine built, the console at hand.
struct Session {
  let console: Console
  let manager: CredentialManager
  let location: RegistryLocation
  /// Whether there is no registry, so that an empty one answers which is nowhere.
  let isAbsent: Bool
  /// Nil unless it is asked for.
  let qr: QRCodeView?

  /// Opens the registry. Where it is missing it is made for the commands that have something to put there, and for no
  /// others: who asks after a path that is wrong must not find a registry there afterwards.
  init(_ global: GlobalOptions, qr: Bool = false, making: Bool = false) throws(CommandError) {
    var options = global.session
    options.qr = qr
    options.makesRegistry = making
    try self.init(options)
  }

  /// The same without a parser.
  init(_ options: SessionOptions) throws(CommandError) {
    guard SessionOptions.environmentForbidsAsking != nil else {
      throw .usage("MCPCRED_NO_INTERACTIVE is neither yes, true or 1 nor no, false, 0 or empty")
    }
    let environment = Self.environment()
    let console = Console(json: options.json, registry: options.registry)
    let location: RegistryLocation
    do { location = try RegistryLocation.find(explicit: options.registry, environment: environment) } catch {
      throw .location(error)
    }
    guard !location.isForeign else { throw .engine(.registry(.foreign(path: location.path))) }
    isAbsent = !options.makesRegistry && location.isAbsent
    let inode = isAbsent ? nil : try Self.entered(location, making: options.makesRegistry)
    let registry = try Self.registry(at: location, inode, making: options.makesRegistry)
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
        location: location, registry: inode, transport: settings, environment: environment,
        worker: DetachedWorker(registry: location.path, transport: settings)),
      version: MCPCred.version, actor: ProcessName.parent, notify: notices.show)
  }

  /// Runs a use case to its end; Ctrl-C and SIGTERM cancel it.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable (CredentialManager) async throws(EngineError) -> Value
  ) throws(CommandError) -> Value {
    guard ProcFolder.isOurs else { throw .noProc }
    let manager = manager
    do { return try Blocking.run { () async throws(EngineError) in try await body(manager) } } catch {
      throw failed(error)
    }
  }

  /// Runs a use case that never waits.
  func now<Value>(_ body: (CredentialManager) throws(EngineError) -> Value) throws(CommandError) -> Value {
    do { return try body(manager) } catch { throw failed(error) }
  }

  /// No server is known where no registry is, which is told: the path may be the mistake.
  private func failed(_ error: EngineError) -> CommandError {
    guard isAbsent, case .registry(.unknownServer(let name, _)) = error else { return .engine(error) }
    return .noRegistry(path: location.path, server: name)
  }

  /// The registry's own file, checked, and in use by no other path than this one.
  private static func entered(_ location: RegistryLocation, making: Bool) throws(CommandError) -> RegistryInode {
    do { try location.prepare() } catch { throw .privatePath(error) }
    guard !location.isEmptied else { throw .engine(.registry(.emptied(path: location.path))) }
    let path = location.realPath
    let isAlone: Bool, inode: RegistryInode
    do throws(LockError) {
      inode = try RegistryInode.open(path, making: making)
      isAlone = try inode.enter(by: path)
    } catch { throw .privatePath(.failed(path: path, reason: error.reason)) }
    guard isAlone else { throw .openElsewhere(path: location.path) }
    return inode
  }

  private static func registry(
    at location: RegistryLocation, _ inode: RegistryInode?, making: Bool
  ) throws(CommandError) -> ServerRegistry {
    let registry: ServerRegistry
    do throws(RegistryError) {
      registry =
        if inode == nil {
          try ServerRegistry(absentAt: location.path)
        } else if making {
          try ServerRegistry(path: location.path, creating: false)
        } else {
          try ServerRegistry.reading(path: location.path)
        }
    } catch { throw .engine(.registry(error)) }
    // Moved while it was opened: nothing was read of it yet that anything is decided by.
    if let inode, !inode.isAt(location.realPath) { throw .openElsewhere(path: location.path) }
    return registry
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
      if let sign = strchr(text, Int32(UInt8(ascii: "="))) {
        let name = UnsafeRawBufferPointer(start: text, count: text.distance(to: sign))
        found[String(decoding: name, as: UTF8.self)] = String(cString: sign + 1)
      }
      entry += 1
    }
    return found
  }
}
