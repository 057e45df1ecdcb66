import FoundationEssentials

/// How a timer and its service stand, as `systemctl show` says it of both, in this order.
struct UnitState: Equatable {
  let isEnabled: Bool
  let isActive: Bool
  /// When the timer fires next; nil where it is not active.
  let nextAt: Date?
  /// When it last fired; nil where it never did.
  let firedAt: Date?
  /// How the service's last run ended, in the manager's word: `success`, `exit-code`, `timeout` and others.
  let result: String

  static let properties = ["UnitFileState", "ActiveState", "NextElapseUSecRealtime", "LastTriggerUSec", "Result"]

  init(shown text: String) {
    let blocks = text.split(separator: "\n\n", maxSplits: 1).map(Self.values)
    let timer = blocks.first ?? [:], service = blocks.count > 1 ? blocks[1] : [:]
    isEnabled = timer["UnitFileState"] == "enabled"
    isActive = timer["ActiveState"] == "active"
    nextAt = timer["NextElapseUSecRealtime"].flatMap(Self.date)
    firedAt = timer["LastTriggerUSec"].flatMap(Self.date)
    result = service["Result"] ?? "success"
  }

  private static func values(_ block: Substring) -> [String: String] {
    let pairs = block.split(separator: "\n").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    return Dictionary(pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }) { $1 }
  }

  /// `Sat 2026-11-28 19:45:00 UTC`, which the manager writes where the time zone is UTC; `n/a` is no time.
  static func date(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 4, words[3] == "UTC" else { return nil }
    return try? Date("\(words[1])T\(words[2])Z", strategy: .iso8601)
  }
}
