/// A point in time as HTTP headers write it.
public enum HTTPDate {
  /// Seconds since 1970, in any of the three forms that RFC 9110 §5.6.7 has a recipient accept: `Sun, 06 Nov 1994 08:49:37
  /// GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`; nil for anything else.
  public static func seconds(_ text: String) -> Int? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    switch words.count {
    case 6 where words[0].count == 4 && words[0].hasSuffix(",") && words[5] == "GMT":
      return seconds(day: words[1], month: words[2], year: number(words[3], digits: 4), clock: words[4])
    case 4 where words[0].hasSuffix("day,") && words[3] == "GMT":
      let date = words[1].split(separator: "-", omittingEmptySubsequences: false)
      guard date.count == 3, let year = number(date[2], digits: 2) else { return nil }
      // Which century, no clock here can tell: as most readers do, nothing before 1970.
      return seconds(day: date[0], month: date[1], year: year + (year < 70 ? 2000 : 1900), clock: words[2])
    // A day of one digit has a second blank in place of the other.
    case 6 where words[0].count == 3 && words[2].isEmpty && words[3].count == 1:
      return seconds(day: "0" + words[3], month: words[1], year: number(words[5], digits: 4), clock: words[4])
    case 5 where words[0].count == 3:
      return seconds(day: words[2], month: words[1], year: number(words[4], digits: 4), clock: words[3])
    default: return nil
    }
  }

  private static func seconds(day: Substring, month: Substring, year: Int?, clock: Substring) -> Int? {
    guard let day = number(day, digits: 2), let month = months.firstIndex(of: String(month)), let year else {
      return nil
    }
    let clock = clock.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
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
