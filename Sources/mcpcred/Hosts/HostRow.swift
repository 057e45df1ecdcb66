import FoundationEssentials
import Glibc
import LinuxPlatform
import MCP

/// One file of one host, as `host list` tells of it.
struct HostRow {
  let host: Host
  let file: HostFile
  let path: String
  let isThere: Bool
  /// The servers that mcpcred serves there; nil where the file cannot be read.
  let servers: [String]?

  init(_ host: Host, _ file: HostFile, _ path: String) {
    (self.host, self.file, self.path) = (host, file, path)
    guard let settings = try? SettingsFile(path), let bytes = settings.bytes else {
      isThere = access(path, F_OK) == 0
      servers = isThere ? nil : []
      return
    }
    isThere = true
    servers =
      switch file.syntax {
      case .json(let container):
        (try? CommentedJSON(bytes)).map {
          HostServed.all(in: HostEditing(json: $0, container: container).entries).map(\.server)
        }
      case .toml(let container):
        HostServed.all(in: TOMLTables(String(decoding: bytes, as: UTF8.self), container: container).entries).map(
          \.server)
      case .yaml: HostServed.mentioned(in: String(decoding: bytes, as: UTF8.self))
      }
  }

  var cells: [String] {
    let names = servers.map { $0.isEmpty ? "-" : $0.map { Untrusted.plain($0, limit: 64) }.joined(separator: " ") }
    return [host.name, file.scope.rawValue, path, isThere ? names ?? "cannot be read" : "no file"]
  }

  var json: JSONObject {
    JSONObject([
      "host": .string(host.name), "title": .string(host.title), "scope": .string(file.scope.rawValue),
      "path": .string(path), "format": .string(file.syntax.name.lowercased()), "exists": .bool(isThere),
      "editable": .bool(file.syntax.isEdited), "servers": servers.map { .array($0.map { .string($0) }) },
    ])
  }
}
