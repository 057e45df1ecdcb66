extension Unicode.Scalar {
  /// Whether it acts on what shows it instead of being shown: control characters, with which escape sequences begin, and
  /// those that end a line, reorder text or hide it. Joiners and the soft hyphen belong to words.
  public var isHostile: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: return true
    // The scripts that most texts are in: nothing in there is looked up.
    case 0x20..<0x7F, 0xA0..<0x600, 0x200C, 0x200D, 0x3000..<0xD800: return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default: return false
    }
  }
}
