import Foundation
import Registry
import Testing

@testable import mcpcred

@Suite("Times in words")
struct TimeTextTests {
  @Test(
    "a span is one unit, rounded down, whatever the number",
    arguments: [
      (0, "0 s"), (59.9, "59 s"), (-60, "1 min"), (3600, "1 h"), (172_800, "2 d"), (1e300, "106751991167300 d"),
      (-1e300, "106751991167300 d"), (.infinity, "106751991167300 d"), (.nan, "0 s"),
    ] as [(Double, String)])
  func span(seconds: Double, text: String) { #expect(TimeText.span(seconds) == text) }

  @Test("a time is in the years that a calendar has")
  func rfc3339() {
    #expect(TimeText.rfc3339(Date(seconds: 1_800_000_000)) == "2027-01-15T08:00:00Z")
    for (seconds, year) in [(Int64.min, "0001"), (-1 << 53, "0001"), (1 << 53, "9999"), (.max, "9999")] {
      #expect(TimeText.rfc3339(Date(seconds: seconds)).hasPrefix(year), "\(seconds)")
    }
    #expect(TimeText.rfc3339(Date(timeIntervalSince1970: 1e300)).hasPrefix("9999"))
  }

  @Test("any two stored times can be told apart")
  func relative() {
    let edges: [Int64] = [.min, -1, 0, 1_800_000_000, 1 << 53, .max]
    for one in edges {
      for other in edges {
        let text = TimeText.relative(Date(seconds: one), to: Date(seconds: other))
        #expect(text.hasPrefix("in ") || text.hasSuffix(" ago"))
      }
    }
  }
}
