import Engine
import FoundationEssentials
import LinuxPlatform

/// What `mcpcred exec` does.
struct ExecRun {
  let options: SessionOptions
  let servers: [String]
  let command: [String]
  /// The variables that were chosen, in the servers' order; none for the usual ones.
  let names: [String]
  /// Seconds that were asked for; nil for the usual ones.
  let minimumValidity: Int?

  /// The command is given no other token: it had better be half an hour.
  private static let usualValidity: TimeInterval = 1800
  /// Less than this is said.
  private static let shortLife: TimeInterval = 600

  func callAsFunction() throws(CommandError) -> Never {
    let variables = try variables()
    let program = command[0]
    var environment = Session.environment()
    do { try ProgramReplacement.look(for: program, environment) } catch { throw .program(program, error) }
    let session = try Session(options)
    for (server, variable) in zip(servers, variables) {
      let token = try token(of: server, session)
      environment[variable] = token.access.exposed
      tell(token, of: server, session.console)
    }
    environment["MCPCRED_SERVER"] = servers.joined(separator: " ")
    session.manager.countHandOuts()
    do { try ProgramReplacement.run(command, environment: environment) } catch { throw .program(program, error) }
  }

  private func variables() throws(CommandError) -> [String] {
    let usual = servers.count == 1 ? ["MCP_TOKEN"] : servers.map(Self.variable)
    let chosen = names.isEmpty ? usual : names
    if let bad = chosen.first(where: { !Self.isVariable($0) }) {
      throw .usage("not a name for a variable: \(Untrusted.quoted(bad))")
    }
    guard Set(chosen + ["MCPCRED_SERVER"]).count == chosen.count + 1 else {
      throw .usage("each server's token needs a variable of its own: --as NAME for each")
    }
    return chosen
  }

  /// `MCP_TOKEN_MY_NOTES` of `my-notes`.
  private static func variable(_ server: String) -> String {
    "MCP_TOKEN_" + String(server.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }).uppercased()
  }

  /// POSIX.1-2024, XBD 8.1.
  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty && name.first?.isNumber == false
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// A token that lasts. Where nobody asked for more, one that is good serves while another cannot be had.
  private func token(of name: String, _ session: Session) throws(CommandError) -> HandedOutToken {
    let minimum = minimumValidity.map { TimeInterval($0) } ?? Self.usualValidity
    do throws(CommandError) { return try token(of: name, minimum, session) } catch {
      guard minimumValidity == nil, ErrorReport(error).status == .temporary,
        let token = try? token(stored: name, nil, session)
      else { throw error }
      session.console.warning("\(name): \(ErrorReport(error).message); the token that is there is used")
      return token
    }
  }

  private func token(of name: String, _ minimum: TimeInterval, _ session: Session) throws(CommandError)
    -> HandedOutToken
  {
    if let token = try token(stored: name, minimum, session) { return token }
    let account = options.account
    return try session.run { (manager) async throws(EngineError) in
      try await manager.token(name, account: account, minimumValidity: minimum)
    }
  }

  private func token(
    stored name: String, _ minimum: TimeInterval?, _ session: Session
  ) throws(CommandError) -> HandedOutToken? {
    let account = options.account
    return try session.now { (manager) throws(EngineError) in
      try manager.storedToken(name, account: account, minimumValidity: minimum)
    }
  }

  private func tell(_ token: HandedOutToken, of name: String, _ console: Console) {
    guard let left = token.expiresAt?.timeIntervalSinceNow, left < Self.shortLife else { return }
    console.note("mcpcred: the token of \(name) lasts \(TimeText.span(max(left, 0))) more")
  }
}
