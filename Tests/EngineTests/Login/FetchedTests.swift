import FoundationEssentials
import HTTP
import Testing

@testable import Engine

@Suite struct FetchedTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "a document is used for a day, or for as long as its headers say where that is less",
    arguments: [
      (nil, 86_400), ("max-age=60", 60), ("max-age=86400", 86_400), ("max-age=864000", 86_400), ("no-store", 0),
    ] as [(String?, Double)])
  func lifetime(_ control: String?, _ seconds: Double) {
    let headers = HTTPHeaders(control.map { [("Cache-Control", $0)] } ?? [])
    let fetched = Fetched("", headers: headers, now: Self.now)
    #expect(fetched.freshUntil.timeIntervalSince(Self.now) == seconds)
  }

  @Test(
    "it is fresh until its end, and not where the clock was turned back behind its beginning",
    arguments: [(1.0, true), (86_400, true), (0, false), (-1, false), (86_401, false)])
  func freshness(_ left: Double, _ expected: Bool) {
    let end = Self.now.addingTimeInterval(left)
    #expect(Fetched<String>.isFresh(until: end, now: Self.now) == expected)
  }
}
