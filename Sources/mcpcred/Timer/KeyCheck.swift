import MCP

/// Whether the registry's key can be opened in the timer's environment.
enum KeyCheck: Equatable {
  case open
  /// No key was made yet.
  case none
  /// It does not open there; the error object's members.
  case fails(code: String, message: String, action: String?)
  /// Nobody could be asked; the text says why.
  case unknown(String)

  /// Reads what `mcpcred timer check-key --json` said.
  init(output: String, errors: String, status: Int32) {
    if let key = Self.object(output)?["key"]?.stringValue {
      self = key == "open" ? .open : .none
    } else if let error = Self.object(errors), let code = error["code"]?.stringValue {
      self = .fails(
        code: code, message: error["message"]?.stringValue ?? code, action: error["action"]?.stringValue)
    } else {
      let said = errors.split(separator: "\n").last.map { String($0) } ?? "exit code \(status)"
      self = .unknown(Untrusted.plain(said))
    }
  }

  /// The last line that is an object; warnings may stand before it.
  private static func object(_ text: String) -> JSONValue? {
    guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("{") }) else { return nil }
    return try? JSONValue.parse(String(line))
  }
}
