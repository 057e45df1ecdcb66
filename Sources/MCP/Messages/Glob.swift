/// A pattern of names: `*` stands for any number of characters, `?` for one, everything else for itself.
public struct Glob: Sendable, Equatable {
  /// As it was written.
  public let pattern: String

  /// Any text is a pattern.
  public init(_ pattern: String) { self.pattern = pattern }

  /// Whether the whole name fits. Its time grows with the product of both lengths at most.
  public func matches(_ name: String) -> Bool {
    let pattern = Array(pattern.unicodeScalars), name = Array(name.unicodeScalars)
    var place = 0, at = 0, star: Int?, resume = 0
    while at < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = place
        resume = at
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[at] {
        place += 1
        at += 1
      } else if let star {
        place = star + 1
        resume += 1
        at = resume
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
