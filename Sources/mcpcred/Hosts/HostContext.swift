import Engine
import FoundationEssentials
import LinuxPlatform
import MCP

/// What the commands about one host work with.
struct HostContext {
  let host: Host
  let file: HostFile
  let path: String

  init(_ name: String, _ scope: HostScope?) throws(CommandError) {
    guard let host = Host.named(name) else { throw .host(.unknownHost(name)) }
    self.host = host
    guard let file = scope.map({ host.file($0) }) ?? host.files.first else {
      throw .host(.noScope(host, scope ?? .user))
    }
    self.file = file
    guard let path = file.path(Session.environment(), folder: try WorkingFolder.path()) else {
      throw .host(.noHome(host))
    }
    self.path = path
  }

  /// The entry for a server that is in the registry.
  func entry(_ server: String, _ session: Session, _ options: SessionOptions) throws(CommandError) -> HostEntry {
    let launch = try launch(server, session, options)
    let account = try account(server, session, options)
    let name = HostLaunch.entryName(server, account: account)
    return HostEntry(name: name, members: host.style.members(launch, named: name))
  }

  /// The host's command for the same, where it has one.
  func commandLine(_ server: String, _ session: Session, _ options: SessionOptions) throws(CommandError) -> String? {
    let launch = try launch(server, session, options)
    let account = try account(server, session, options)
    return host.commandLine(HostLaunch.entryName(server, account: account), launch, file.scope)
  }

  /// A host starts programs with another environment and in another folder: whatever is not the usual thing is named.
  private func launch(
    _ server: String, _ session: Session, _ options: SessionOptions
  ) throws(CommandError) -> HostLaunch {
    let environment = Session.environment()
    guard let program = OwnProgram.path(calledAs: ProgramArguments.words.first ?? "", environment) else {
      throw .host(.programGone)
    }
    var words = ["serve", server]
    if let account = try account(server, session, options) { words += ["--account", account] }
    let usual = environment["HOME"].map { $0 + "/.local/share/mcpcred/registry.sqlite" }
    if session.location.path != usual { words += ["--registry", session.location.path] }
    let files = [
      ("--ca-cert", options.caCertificate), ("--client-cert", options.clientCertificate),
      ("--client-key", options.clientKey),
    ]
    for (option, path) in files {
      if let path { words += [option, try WorkingFolder.absolute(path)] }
    }
    return HostLaunch(program: program, words: words)
  }

  /// The account where it has to be named. Throws where the server, or the account, is not known.
  private func account(
    _ server: String, _ session: Session, _ options: SessionOptions
  ) throws(CommandError) -> String? {
    let account = options.account
    let rows = try session.now { (manager) throws(EngineError) in try manager.status(of: server, account: account) }
    return account == rows.first?.server.defaultAccount ? nil : account
  }

  /// What the file says, where it is one that is changed.
  func settings() throws(CommandError) -> (file: SettingsFile, editing: HostEditing) {
    guard case .json(let container) = file.syntax else { throw .host(.notChanged(file.syntax, path: path)) }
    let settings = try settingsFile()
    do throws(HostFileFlaw) {
      return (settings, HostEditing(json: try CommentedJSON(settings.bytes ?? []), container: container))
    } catch { throw .host(.flaw(error, path: path)) }
  }

  /// Every entry of the file, in its order, and those of the project in the working folder. Throws where there is no file.
  func entries() throws(CommandError) -> [(name: String, value: JSONValue)] {
    if case .yaml = file.syntax { throw .host(.notRead(file.syntax, path: path)) }
    guard let bytes = try settingsFile().bytes else { throw .host(.noFile(host, path: path)) }
    if case .toml(let container) = file.syntax {
      return TOMLTables(String(decoding: bytes, as: UTF8.self), container: container).entries
    }
    let editing = try settings().editing
    return editing.entries + (host.keepsProjects ? editing.entries(ofProject: try WorkingFolder.path()) : [])
  }

  private func settingsFile() throws(CommandError) -> SettingsFile {
    do throws(SettingsFile.Failure) { return try SettingsFile(path) } catch { throw .host(.file(error, path: path)) }
  }

  /// Writes what became of them. False where nothing changed.
  func replace(_ settings: SettingsFile, with bytes: [UInt8]) throws(CommandError) -> Bool {
    do throws(SettingsFile.Failure) { return try settings.replace(with: bytes) } catch {
      throw .host(.file(error, path: path))
    }
  }
}
