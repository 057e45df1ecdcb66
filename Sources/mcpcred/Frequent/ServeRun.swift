import Engine
import Glibc
import LinuxPlatform
import MCP

/// What `mcpcred serve` does, whoever has read its words.
struct ServeRun: Equatable {
  var options = SessionOptions()
  let server: String
  var allowed: [String] = []
  var denied: [String] = []
  var isReadOnly = false
  /// How long each request may take.
  var seconds = ServeRun.usualSeconds
  /// A file for what is said on stderr.
  var log: String?

  /// As long as the most patient hosts wait.
  static let usualSeconds = 600

  /// The words after the program's name. Nil for what is the parser's to read.
  static func read(_ words: [String]) -> ServeRun? {
    guard
      let read = OptionReader(
        words, flags: SessionOptions.flags + ["read-only"],
        options: SessionOptions.options + ["allow", "deny", "timeout", "log"]),
      read.arguments.count == 2, let options = SessionOptions(read)
    else { return nil }
    var run = ServeRun(
      options: options, server: read.arguments[1], allowed: read["allow"].map { [$0] } ?? [],
      denied: read["deny"].map { [$0] } ?? [], isReadOnly: read.has("read-only"), log: read["log"])
    if let text = read["timeout"] {
      guard let duration = DurationArgument(argument: text), duration.seconds > 0 else { return nil }
      run.seconds = duration.seconds
    }
    return run
  }

  func callAsFunction() throws(CommandError) {
    var options = options
    if let log {
      try Self.sendErrors(to: log)
      options.verbose = true
    }
    let session = try Session(options)
    let name = server, pipe = HostPipe(), registry = options.registry
    let bridge = BridgeOptions(
      account: options.account,
      filter: ToolFilter(allowed: allowed.map { Glob($0) }, denied: denied.map { Glob($0) }, isReadOnly: isReadOnly),
      deadline: .seconds(seconds), words: { Self.words($0, registry: registry) })
    try session.run { (manager) async throws(EngineError) in
      try await manager.serve(name, bridge) { pipe.start() ? pipe.port : nil }
    }
    ExitStatus.exit(.done)
  }

  /// Codes from here on are an implementation's own (JSON-RPC 2.0 §5.1), and MCP gives no meaning to this one.
  private static let code: Int64 = -32001

  /// The same words that a command would end with, for a host to show.
  static func words(_ error: EngineError, registry: String?) -> JSONRPCError {
    let report = ErrorReport(.engine(error)).forRegistry(registry)
    let hint = report.hints.first.map { "; to repair: \($0)" } ?? ""
    return JSONRPCError(
      code: code, message: "mcpcred: \(Untrusted.line(report.message))\(hint)", data: ["mcpcred": report.json.value])
  }

  /// Hosts show stderr in strange places, or nowhere.
  private static func sendErrors(to path: String) throws(CommandError) {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
    guard file >= 0 else { throw .unwritable(path: path, reason: String(cString: strerror(errno))) }
    dup2(file, STDERR_FILENO)
    close(file)
  }
}
