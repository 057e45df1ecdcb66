import Glibc

/// Text of a library or of the system as one short line that is safe to print.
enum PlainLine {
  /// Control characters become blanks, runs of blanks one, and what is longer than `limit` characters is cut.
  static func of(_ text: String, limit: Int = 200) -> String {
    var scalars = String.UnicodeScalarView()
    var isApart = false
    for scalar in text.unicodeScalars {
      if scalar == " " || !isPrintable(scalar) {
        isApart = true
        continue
      }
      if isApart, !scalars.isEmpty { scalars.append(" ") }
      scalars.append(scalar)
      isApart = false
    }
    let line = String(scalars)
    return line.count <= limit ? line : line.prefix(limit) + "…"
  }

  /// The system's words for an error number.
  static func of(errno number: Int32) -> String { of(String(cString: strerror(number))) }

  /// Bidirectional controls and line separators can make a terminal show something else than was written.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
