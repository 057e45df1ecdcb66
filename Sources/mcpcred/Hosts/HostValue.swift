import MCP

/// A value in a host's file, and how each format writes it.
enum HostValue {
  case text(String)
  case list([String])
  case number(Int)
  case flag(Bool)
  /// An object without members.
  case nothing

  var json: String { plain { HostEntry.quoted($0) } }

  /// A TOML basic string is written as JSON's.
  var toml: String { plain { HostEntry.quoted($0) } }

  var yaml: String { plain(Self.yaml) }

  private func plain(_ quoted: (String) -> String) -> String {
    switch self {
    case .text(let text): quoted(text)
    case .list(let texts): "[" + texts.map(quoted).joined(separator: ", ") + "]"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .nothing: "{}"
    }
  }

  /// Plain where no reader takes it for anything but text, else in double quotes, where YAML reads what JSON writes
  /// (YAML 1.2.2, §1.3).
  static func yaml(_ text: String) -> String {
    let first = text.utf8.first ?? 0
    let isWord = first == UInt8(ascii: "/") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    // YAML 1.1 has these as values of their own.
    let isTaken = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(text.lowercased())
    return isWord && !isTaken && text.utf8.allSatisfy(isPlain) ? text : HostEntry.quoted(text)
  }

  static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./".utf8.contains(byte)
    }
  }
}
