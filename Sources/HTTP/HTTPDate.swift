/// A point in time as HTTP headers write it.
public enum HTTPDate {
  /// Seconds since 1970 of an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7); nil for anything else, the
  /// obsolete forms included.
  public static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = number(parts[1], digits: 2), let month = months.firstIndex(of: String(parts[2])),
      let year = number(parts[3], digits: 4)
    else { return nil }
    let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2], (1...31).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    return days(year: year, month: month + 1, day: day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// An IMF-fixdate; what is not in the years 0001 to 9999 is moved there.
  public static func text(_ seconds: Int) -> String {
    let seconds = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let day = Int((Double(seconds) / 86_400).rounded(.down))
    let second = seconds - day * 86_400
    let clock = [second / 3600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    // 1970-01-01 was a Thursday.
    let weekday = weekdays[((day + 4) % 7 + 7) % 7]
    let date = date(ofDay: day)
    let year = String(date.year + 10_000).dropFirst()
    return "\(weekday), \(padded(date.day)) \(months[date.month - 1]) \(year) \(clock) GMT"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  /// The reverse of `days`.
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    var (low, high) = (1, 9999)
    while low < high {
      let middle = (low + high + 1) / 2
      if days(year: middle, month: 1, day: 1) <= day { low = middle } else { high = middle - 1 }
    }
    let month = (1...12).last { days(year: low, month: $0, day: 1) <= day } ?? 1
    return (low, month, day - days(year: low, month: month, day: 1) + 1)
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func number(_ text: Substring, digits: Int) -> Int? {
    text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March so that leap days come last.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let monthsSinceMarch = (month + 9) % 12
    let dayOfYear = (153 * monthsSinceMarch + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
