import HTTP
import Testing

@Suite struct RetryAfterTests {
  private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test(
    "a wait is a number of seconds, or a date beside the answer's own",
    arguments: [
      ([("Retry-After", "120")], 120), ([("Retry-After", "0")], 0), ([], nil),
      ([("Retry-After", "-1")], nil), ([("Retry-After", "+5")], nil), ([("Retry-After", "1.5")], nil),
      ([("Retry-After", "soon")], nil), ([("Retry-After", "")], nil),
      ([("Retry-After", "99999999999999999999")], 1 << 31),
      ([("Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT"), ("Date", date)], 120),
      ([("Retry-After", "Mon, 07 Nov 1994 08:49:37 GMT"), ("Date", date)], 86_400),
      ([("Retry-After", "Sun, 06 Nov 1994 08:49:36 GMT"), ("Date", date)], 0),
      ([("Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT")], nil),
      ([("Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT"), ("Date", "today")], nil),
      ([("Retry-After", "Sun, 06 Nov 1994 25:51:37 GMT"), ("Date", date)], nil),
    ] as [([(String, String)], Int?)])
  func wait(_ headers: [(String, String)], _ seconds: Int?) {
    #expect(HTTPHeaders(headers).retryAfter == seconds)
  }

  @Test(
    "a time is written in the form that is read",
    arguments: [
      (784_111_777, date), (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
      (1_709_208_000, "Thu, 29 Feb 2024 12:00:00 GMT"), (1_795_571_084, "Wed, 25 Nov 2026 01:44:44 GMT"),
      (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
      (Int.min, "Mon, 01 Jan 0001 00:00:00 GMT"),
    ])
  func written(_ seconds: Int, _ text: String) { #expect(HTTPDate.text(seconds) == text) }

  @Test("what is written is read as the same time")
  func roundTrip() {
    for seconds in stride(from: -2_000_000_000, through: 8_000_000_000, by: 12_345_678) {
      #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds)
    }
  }
}
