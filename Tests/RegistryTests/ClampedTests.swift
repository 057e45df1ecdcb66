import Foundation
import Testing

@testable import Registry

@Suite struct ClampedTests {
  @Test(
    "a number with a fraction becomes the nearest whole one that there is",
    arguments: [
      (0, 0), (1.9, 1), (-1.9, -1), (0x1p53, 1 << 53), (0x1p62, 1 << 62), (0x1p63, .max), (-0x1p63, .min),
      (1e300, .max), (-1e300, .min), (.infinity, .max), (-.infinity, .min), (.nan, 0), (.leastNonzeroMagnitude, 0),
    ] as [(Double, Int64)])
  func double(value: Double, expected: Int64) { #expect(Int64(clamped: value) == expected) }

  @Test("a sum is the true one, or the end of the range that it leaves")
  func sums() {
    var generator = SystemRandomNumberGenerator()
    let edges: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 53, .max - 1, .max]
    let random = (0..<200).map { _ in Int64.random(in: .min ... .max, using: &generator) }
    for one in edges + random {
      for other in edges + random.prefix(20) {
        // In a type that holds every sum of two.
        let (sum, overflows) = one.addingReportingOverflow(other)
        let expected: Int64 = !overflows ? sum : (one < 0 ? .min : .max)
        #expect(one.adding(clamped: other) == expected, "\(one) + \(other)")
      }
    }
  }

  @Test("a time outside of what a row can hold is the nearest one it can, and comes back")
  func times() {
    for seconds in [Int64.min, -1, 0, 1 << 53, .max] {
      let date = Date(seconds: seconds)
      // A double has 53 bits: the ends of the range are not exact, and no crash.
      #expect(date.seconds == Int64(clamped: Double(seconds)))
      #expect(date.addingTimeInterval(-1e300).seconds == .min)
      #expect(date.addingTimeInterval(1e300).seconds == .max)
    }
  }

  @Test("a counter at its end stays there")
  func counters() throws {
    let test = try TestRegistry()
    let grant = try test.login()
    try test.sql("UPDATE grant SET fail_count = ?, generation = ?", [Int64.max, Int64.max])
    let failure = RefreshFailureRecord(
      state: .active, stateCause: nil, failure: "x", detail: nil, nextAttemptAt: nil, closesIntent: true)
    let row = try test.reread(grant)
    #expect(try test.registry.recordFailure(row, failure, event: Event(.refreshFailed, at: TestRegistry.start)))
    #expect(try test.reread(grant).failures.count == .max)
    let stored = try test.registry.commitRefresh(
      row, TestRegistry.tokens("new", "rt2"), event: Event(.refreshed, at: TestRegistry.start), keys: test.keys)
    let next = try #require(stored)
    #expect(next.generation == .max)
    #expect(try test.registry.accessToken(of: next, keys: test.keys)?.exposed == "new")
    try test.sql("UPDATE grant SET generation = ?", [Int64.max])
    let event = Event(.revocationQueued, at: TestRegistry.start)
    let owed = try #require(try test.registry.queueRevocation(of: next, event: event, keys: test.keys))
    #expect(owed.count == 2)
    try test.sql("UPDATE revocation SET attempts = ?", [Int64.max])
    try test.registry.noteAttempt(owed[0], until: TestRegistry.start)
    #expect(try test.registry.owedRevocations().map(\.attempts) == [.max, .max])
  }
}
