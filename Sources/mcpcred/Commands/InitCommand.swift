public import ArgumentParser
import Engine
import Glibc
public import Registry

/// `mcpcred init`: chooses where the registry's key is kept.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Choose where the key that seals this registry is kept.",
    discussion: """
      Needed only where there is no Secret Service (servers, containers, cron): without it the first command that needs \
      a key makes one in the Secret Service. The choice is recorded and never switched silently.

      A key file protects copies of the registry, not the account: whoever can read both files has the tokens.

      Examples:
        mcpcred init --key-provider secret-service
        mcpcred init --key-provider file
        mcpcred init --key-provider file --key-file /run/secrets/mcpcred.key
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("secret-service or file.", valueName: "secret-service|file"))
  var keyProvider: KeyProviderKind

  @Option(
    help: ArgumentHelp(
      "The key file; also MCPCRED_KEY_FILE. By default 'key' in the folder beside the registry.", valueName: "path"))
  var keyFile: String?

  func validate() throws { try global.refuseAccount("init", "a registry has one key for all accounts") }

  func run() throws {
    let session = try Session(global, making: true)
    let locator: String
    switch keyProvider {
    case .secretService:
      guard keyFile == nil else { throw CommandError.usage("--key-file goes with --key-provider file") }
      locator = session.manager.registry.idText
    case .file: locator = try path(session)
    }
    try session.now { (manager) throws(EngineError) in
      try manager.initialize(provider: keyProvider, locator: locator)
    }
    if global.json {
      session.console.answer(
        json: JSONObject([
          "registry": .string(session.location.path), "key_provider": .string(keyProvider.rawValue),
          "key_file": keyProvider == .file ? .string(locator) : nil,
        ]))
    } else {
      session.console.answer("ready: \(session.location.path)")
    }
  }

  private func path(_ session: Session) throws(CommandError) -> String {
    let given = keyFile ?? getenv("MCPCRED_KEY_FILE").map { String(cString: $0) } ?? session.location.keyFile
    guard !given.isEmpty else { throw .usage("--key-file is empty") }
    return try WorkingFolder.absolute(given)
  }
}

extension KeyProviderKind: ExpressibleByArgument {}
