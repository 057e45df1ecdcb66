import Engine
import HTTP
import MCP
import Registry

/// What of a host's entries becomes servers here, and why the others do not.
struct HostImport {
  /// A server to add.
  struct Addition: Sendable {
    let entry: String
    let name: String
    let url: WebURL
    /// What of the entry was not taken.
    let remark: String?
  }

  private(set) var added: [Addition] = []
  private(set) var left: [(entry: String, reason: String)] = []
  /// Those in the registry.
  private let known: [Server]

  init(known: [Server]) { self.known = known }

  mutating func read(_ entry: String, _ value: JSONValue) {
    if let served = HostServed(entry, value) {
      return leave(entry, "it runs mcpcred for \(Untrusted.plain(served.server, limit: 64)) already")
    }
    guard let remote = RemoteEntry(value) else {
      return leave(entry, "it is a program of its own, not a remote server")
    }
    if value["type"]?.stringValue == "sse" {
      return leave(entry, "it uses the older transport of server-sent events, which mcpcred does not speak")
    }
    if remote.address.contains("$") || remote.address.contains("{") {
      return leave(entry, "a variable is in its URL")
    }
    guard let url = WebURL(remote.address) else { return leave(entry, "it has no URL that mcpcred takes") }
    guard url.isSecure else { return leave(entry, "its URL is plain http to another machine") }
    guard !Self.holdsSecret(url) else { return leave(entry, "its URL seems to hold a secret") }
    if let server = known.first(where: { $0.url == url }) {
      return leave(entry, "the registry has its URL as \(server.name)")
    }
    if let other = added.first(where: { $0.url == url }) { return leave(entry, "\(other.name) has the same URL") }
    let taken = Set(known.map(\.name) + added.map(\.name))
    added.append(
      Addition(entry: entry, name: Self.name(entry, url, taken), url: url, remark: remote.remark))
  }

  private mutating func leave(_ entry: String, _ reason: String) { left.append((entry, reason)) }

  /// The entry's own name where it can be one, with a number where that is taken.
  private static func name(_ entry: String, _ url: WebURL, _ taken: Set<String>) -> String {
    guard ServerName.isValid(entry) else { return ServerName.derived(from: url) { taken.contains($0) } }
    guard taken.contains(entry) else { return entry }
    let names = (2...).lazy.map { "\(entry)-\($0)" }
    return names.first { !taken.contains($0) && ServerName.isValid($0) || $0.utf8.count > 64 }.flatMap {
      ServerName.isValid($0) ? $0 : nil
    } ?? ServerName.derived(from: url) { taken.contains($0) }
  }

  /// A registry keeps URLs in clear.
  private static func holdsSecret(_ url: WebURL) -> Bool {
    (url.query ?? "").split(separator: "&").contains { pair in
      let name = pair.prefix { $0 != "=" }.lowercased()
      return ["key", "token", "secret", "password", "auth", "sig"].contains { name.contains($0) }
    }
  }
}
