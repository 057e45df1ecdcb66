import FoundationEssentials
import Testing

@testable import Engine

@Suite struct BackoffTests {
  @Test(
    "the pause doubles from 30 seconds to an hour",
    arguments: [(0, 30), (1, 60), (2, 120), (6, 1920), (7, 3600), (10, 3600), (1000, 3600)] as [(Int, Double)])
  func doubling(failures: Int, seconds: Double) {
    #expect(pause(failures, nil, 0) == seconds)
  }

  @Test(
    "after a day of nothing but failures the pause grows to six hours",
    arguments: [(86_399, 20, 3600), (86_400, 20, 21_600), (86_400, 3, 240)] as [(Double, Int, Double)])
  func longFailure(since: Double, failures: Int, seconds: Double) {
    let now = Date(timeIntervalSince1970: 500_000)
    let next = Backoff.next(
      after: failures, since: now.addingTimeInterval(-since), retryAfter: nil, now: now, fraction: 0)
    #expect(next.timeIntervalSince(now) == seconds)
  }

  @Test("chance takes away a quarter at most", arguments: [0, 3, 20])
  func jitter(failures: Int) {
    let whole = pause(failures, nil, 0)
    #expect(pause(failures, nil, 1) == whole * 0.75)
    #expect(pause(failures, nil, 0.5) == whole * 0.875)
  }

  @Test(
    "what the server asked for is a floor, up to a day",
    arguments: [(10, 30), (31, 31), (7200, 7200), (86_400, 86_400), (10_000_000, 86_400), (0, 30)] as [(Int, Double)])
  func retryAfter(asked: Int, seconds: Double) {
    #expect(pause(0, asked, 0) == seconds)
  }

  private func pause(_ failures: Int, _ retryAfter: Int?, _ fraction: Double) -> Double {
    let now = Date(timeIntervalSince1970: 5_000)
    return Backoff.next(after: failures, retryAfter: retryAfter, now: now, fraction: fraction).timeIntervalSince(now)
  }
}
