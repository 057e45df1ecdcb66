/// Each person's notes.
struct NoteStore: Sendable {
  static let limit = 1000

  private var notes: [String: [String]] = [:]

  subscript(_ subject: String) -> [String] { notes[subject] ?? [] }

  /// `false`: the person has too many already.
  mutating func add(_ note: String, for subject: String) -> Bool {
    guard self[subject].count < Self.limit else { return false }
    notes[subject, default: []].append(note)
    return true
  }
}
