import Engine
import FoundationEssentials
import HTTP
import LinuxPlatform
import MCP

/// An error in words: what failed and why, what to type, and how the program ends.
struct ErrorReport {
  /// One line, lower case, no full stop.
  let message: String
  /// Things to type, the most likely first; at most two are shown.
  let hints: [String]
  let status: ExitStatus
  /// Stable, for scripts.
  let code: String
  /// Seconds, where a server said.
  var retryAfter: Int?

  init(_ message: String, hints: [String] = [], _ status: ExitStatus, code: String, retryAfter: Int? = nil) {
    self.message = message
    self.hints = hints
    self.status = status
    self.code = code
    self.retryAfter = retryAfter
  }

  /// The words for any error of any command.
  init(_ error: CommandError) {
    switch error {
    case .engine(let error): self = Self.report(error)
    case .adding(let error, let words, let provider): self = Self.report(error).adding(words, beside: provider)
    case .calling(let error, let words): self = Self.report(error, given: words)
    case .noRegistry(let path, let server):
      self.init(
        "no server \(Untrusted.quoted(server)): there is no registry at \(path)",
        hints: ["mcpcred add https://mcp.example.com/mcp"], .notFound, code: "unknown_server")
    case .noServerAt(let url):
      self.init(
        "no server has the address \(Untrusted.plain(url.raw))", hints: ["mcpcred add \(Shell.quoted(url.raw))"],
        .notFound, code: "unknown_server")
    case .location(let error): self = Self.report(error)
    case .privatePath(let error): self = Self.report(error)
    case .openElsewhere(let path):
      self.init(
        "\(path) is in use by another of its paths, or was moved just now; nothing was done",
        hints: ["fuser -v \(Shell.quoted(path))"], .temporary, code: "registry_elsewhere")
    case .timer(let error): self = Self.report(error)
    case .host(let error): self = Self.report(error)
    case .program(let name, .notFound):
      self.init("\(Untrusted.quoted(name)) was not found", .commandNotFound, code: "command_not_found")
    case .program(let name, .notExecutable(let reason)):
      self.init(
        "\(Untrusted.quoted(name)) cannot be run: \(reason)", .notExecutable, code: "command_not_executable")
    case .noProc:
      self.init(
        "this needs /proc, and none is mounted here that shows this process; nothing was sent",
        hints: ["mount -t proc proc /proc"], .temporary, code: "worker_unstarted")
    case .usage(let problem): self.init(problem, .usage, code: "usage")
    case .unreadable(let path, let reason):
      self.init("cannot read \(path): \(reason)", .usage, code: "unreadable_file")
    case .unwritable(let path, let reason):
      self.init("cannot write \(path): \(reason)", .usage, code: "unwritable_file")
    }
  }

  /// The same with commands that act on the registry that failed.
  func forRegistry(_ path: String?) -> ErrorReport {
    guard let path else { return self }
    let named = hints.map { Self.hint($0, forRegistry: path) }
    return ErrorReport(message, hints: named, status, code: code, retryAfter: retryAfter)
  }

  static func hint(_ hint: String, forRegistry path: String?) -> String {
    guard let path, hint.hasPrefix("mcpcred "), !hint.contains("--registry") else { return hint }
    let option = " --registry \(Shell.quoted(path))"
    // Several removals in one line; what else may hold such signs is quoted.
    guard hint.hasPrefix("mcpcred remove ") else { return hint + option }
    return hint.split(separator: " ").map { $0 == "&&" ? option.dropFirst() + " &&" : String($0) }.joined(
      separator: " ")
      + option
  }

  /// The same, and whose login it is about.
  func about(_ account: String?) -> ErrorReport {
    guard let account else { return self }
    let told = "\(message) (account \(Untrusted.plain(account, limit: 64)))"
    return ErrorReport(told, hints: hints, status, code: code, retryAfter: retryAfter)
  }

  /// The same with commands that log in by the way that was chosen.
  func keeping(_ way: LoginWay) -> ErrorReport {
    ErrorReport(message, hints: hints.map(way.kept), status, code: code, retryAfter: retryAfter)
  }

  /// The same where the person only has to be given more time: the command as it was typed, with that.
  func repeating(_ arguments: [String]) -> ErrorReport {
    guard code == "login_timed_out", let first = hints.first else { return self }
    let option = "--login-timeout"
    let longer = first.split(separator: " ").drop { $0 != option }.map { String($0) }.prefix(2)
    var words: [String] = []
    var isValue = false
    for word in arguments.dropFirst() {
      let isOld = !longer.isEmpty && (isValue || word == option || word.hasPrefix(option + "="))
      isValue = word == option
      if !isOld { words.append(Shell.quoted(word)) }
    }
    let again = (["mcpcred"] + words + longer).joined(separator: " ")
    return ErrorReport(message, hints: [again], status, code: code, retryAfter: retryAfter)
  }

  /// The same with commands about the login that was meant.
  func forAccount(_ name: String?) -> ErrorReport {
    guard let name else { return self }
    let named = hints.map { hint in
      let words = hint.split(separator: " ")
      guard words.count > 2, words[0] == "mcpcred", ["login", "status", "tools", "refresh"].contains(words[1]),
        !words[2].hasPrefix("-"), !words.contains("--account")
      else { return hint }
      return hint + " --account \(Shell.quoted(name))"
    }
    return ErrorReport(message, hints: named, status, code: code, retryAfter: retryAfter)
  }

  /// The same for a server that is not stored: its `login` and `status` become `add`; those of another entry stay.
  private func adding(_ words: [String], beside provider: String?) -> ErrorReport {
    let add = "mcpcred add " + words.map(Shell.quoted).joined(separator: " ")
    let name = words.count == 2 ? Shell.quoted(words[0]) + " " : ""
    let renamed = hints.map { hint -> String in
      if hint.hasPrefix(Self.addElsewhere) { return "mcpcred add \(name)" + hint.dropFirst(Self.addElsewhere.count) }
      let parts = hint.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count >= 3, ["login", "status", "tools"].contains(parts[1]),
        Self.mayName(String(parts[2]), words, beside: provider)
      else { return hint }
      return parts[1] == "login" && parts.count == 4 ? add + " " + parts[3] : add
    }
    return ErrorReport(
      message, hints: ["not_proven", "name_taken"].contains(code) ? hints : renamed, status, code: code,
      retryAfter: retryAfter)
  }

  /// Whether a name is that of the server that is added: as given, or as it comes from the URL, perhaps with a number.
  private static func mayName(_ name: String, _ words: [String], beside provider: String?) -> Bool {
    guard words.count == 1 else { return name == words[0] }
    guard name != provider, let url = WebURL(words[0]) else { return false }
    let derived = ServerName.derived(from: url) { _ in false }
    return name == derived || name.hasPrefix(derived + "-")
  }

  /// One object for stderr: what a script needs to decide what to do next.
  var json: JSONObject {
    JSONObject([
      "code": .string(code), "exit": .integer(Int64(status.rawValue)), "message": .string(message),
      "retryable": .bool(status == .temporary), "retry_after": retryAfter.map { .integer(Int64($0)) },
      "action": hints.first(where: Self.isCommand).map { .string($0) },
    ])
  }

  /// Some hints are for a person's hands only.
  private static func isCommand(_ hint: String) -> Bool {
    ["mcpcred", "chmod", "cp", "df", "ss", "export"].contains { hint.hasPrefix($0 + " ") }
  }

  private static func report(_ error: RegistryLocationError) -> ErrorReport {
    switch error {
    case .noHome:
      ErrorReport(
        "no registry: HOME is not set and no path was given", hints: ["mcpcred --registry PATH …"], .usage,
        code: "no_home")
    case .othersHome(let folder, let user, let name):
      ErrorReport(
        "\(folder) belongs to \(name.map { Untrusted.plain($0) } ?? "user \(user)"), and this is root; nothing was made there",
        hints: ["sudo -u \(Shell.quoted(name ?? "#\(user)")) mcpcred …", "sudo -H mcpcred …"], .policy,
        code: "others_home")
    case .badPath(let path):
      ErrorReport("bad registry path: \(Untrusted.quoted(path))", .usage, code: "bad_path")
    }
  }

  private static func report(_ error: PrivatePathError) -> ErrorReport {
    switch error {
    case .insecure(let path, let reason):
      ErrorReport(
        "\(path) is not private: it \(reason)", hints: ["chmod go= \(Shell.quoted(path))"], .policy,
        code: "insecure_path")
    case .shared(let folder, let reason, let isOwn):
      ErrorReport(
        "\(folder) is not a place for a registry: it \(reason)",
        hints: [
          isOwn
            ? "chmod go-w \(Shell.quoted(folder))"
            : "mcpcred --registry \(Shell.quoted("\(folder == "/" ? "" : folder)/mcpcred/registry.sqlite")) …"
        ], .policy, code: "insecure_path")
    case .aliased(let path, let names):
      ErrorReport(
        "\(path) has \(names) names (hard links), and would have a log and locks of its own by each of them",
        hints: ["find / -xdev -samefile \(Shell.quoted(path))", "rm every name but one"], .policy,
        code: "registry_aliased")
    case .mountedAlone(let path):
      ErrorReport(
        "\(path) is mounted as a single file, without the log and the locks beside it",
        hints: ["mount the folder that it is in instead"], .policy, code: "registry_aliased")
    case .failed(let path, let reason):
      ErrorReport("cannot use \(path): \(reason)", .failure, code: "path_failed")
    }
  }
}
