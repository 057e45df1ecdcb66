import FoundationEssentials
import Registry

/// Times as people and programs read them.
enum TimeText {
  /// `2026-11-23T11:09:00Z` (RFC 3339 §5.6); what is not in the years 0001 to 9999 is moved there.
  static func rfc3339(_ date: Date) -> String { min(max(date, first), last).formatted(.iso8601) }

  private static let first = Date(timeIntervalSince1970: -62_135_596_800)
  private static let last = Date(timeIntervalSince1970: 253_402_300_799)

  /// `41 min`, `3 h`, `2 d`: one unit, rounded down, as much as a person needs.
  static func span(_ seconds: TimeInterval) -> String {
    let whole = Int64(clamped: abs(seconds))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min"
    case ..<(48 * 3600): return "\(whole / 3600) h"
    default: return "\(whole / 86_400) d"
    }
  }

  /// `in 41 min` or `3 h ago`.
  static func relative(_ date: Date, to now: Date) -> String {
    let distance = date.timeIntervalSince(now)
    return distance >= 0 ? "in \(span(distance))" : "\(span(distance)) ago"
  }
}
