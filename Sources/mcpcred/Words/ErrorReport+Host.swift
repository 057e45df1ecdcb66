import LinuxPlatform
import MCP

extension ErrorReport {
  static func report(_ error: HostError) -> ErrorReport {
    switch error {
    case .unknownHost(let name):
      let near = Suggestion.closest(to: name, among: Host.all.map(\.name))
      return ErrorReport(
        "no host \(Untrusted.quoted(name))" + didYouMean(near.map { [$0] } ?? []), hints: ["mcpcred host list"],
        .notFound, code: "unknown_host")
    case .noScope(let host, let scope):
      return ErrorReport(
        "\(host.title) reads no settings of \(scope == .user ? "a user" : "a project")",
        hints: ["mcpcred host list"], .usage, code: "no_host_scope")
    case .noHome(let host):
      return ErrorReport("no file of \(host.title): HOME is not set", .usage, code: "no_home")
    case .taken(let host, let entry, let path):
      return ErrorReport(
        "\(host.title) has an entry \(Untrusted.quoted(entry)) that does not run mcpcred, in \(path); nothing was changed",
        .usage, code: "host_entry_taken")
    case .noEntry(let host, let server, let path):
      return ErrorReport(
        "\(host.title) has no entry that runs mcpcred for \(Untrusted.quoted(server)), in \(path)",
        hints: ["mcpcred host list"], .notFound, code: "unknown_host_entry")
    case .flaw(let flaw, let path):
      return ErrorReport("\(path) is not a file to change: \(words(for: flaw))", .failure, code: "host_file")
    case .notRead(let syntax, let path):
      return ErrorReport("\(path) is \(syntax.name), which is not read", .usage, code: "host_format")
    case .notChanged(let syntax, let path):
      return ErrorReport(
        "\(path) is \(syntax.name), which is never changed: take the entry out by hand", .usage, code: "host_format")
    case .noFile(let host, let path):
      return ErrorReport("\(host.title) has no file at \(path)", .notFound, code: "no_host_file")
    case .file(.changed, let path):
      return ErrorReport("\(path) was changed meanwhile; nothing was written", .temporary, code: "host_file_changed")
    case .file(.failed(let path, let reason), _):
      return ErrorReport("cannot use \(path): \(Untrusted.plain(reason))", .failure, code: "host_file")
    case .programGone:
      return ErrorReport("the file this program runs from is gone", .failure, code: "host_file")
    }
  }

  private static func words(for flaw: HostFileFlaw) -> String {
    switch flaw {
    case .notJSON(let line): "line \(line) is not JSON"
    case .notAnObject(nil): "it is not a JSON object"
    case .notAnObject(let name?): "\(Untrusted.quoted(name)) is not an object"
    case .twice(let name): "\(Untrusted.quoted(name)) stands there twice"
    case .notKept: "something else would have changed with it"
    }
  }
}
