import Glibc

/// Colour, only on a terminal and only where the person has not turned it off (no-color.org).
enum Style {
  static func error(_ text: String, on descriptor: Int32) -> String { paint(text, "31;1", descriptor) }
  static func good(_ text: String, on descriptor: Int32) -> String { paint(text, "32", descriptor) }
  static func warning(_ text: String, on descriptor: Int32) -> String { paint(text, "33", descriptor) }
  static func bad(_ text: String, on descriptor: Int32) -> String { paint(text, "31", descriptor) }
  static func bold(_ text: String, on descriptor: Int32) -> String { paint(text, "1", descriptor) }
  static func faint(_ text: String, on descriptor: Int32) -> String { paint(text, "2", descriptor) }

  private static func paint(_ text: String, _ code: String, _ descriptor: Int32) -> String {
    isOn(descriptor) ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  private static func isOn(_ descriptor: Int32) -> Bool {
    guard Console.isTerminal(descriptor) else { return false }
    if let off = getenv("NO_COLOR"), off.pointee != 0 { return false }
    return getenv("TERM").map { String(cString: $0) } != "dumb"
  }
}
