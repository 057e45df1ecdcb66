import FoundationEssentials
import Registry
import Testing

@testable import Engine

@Suite struct RefreshPolicyTests {
  private let start = Date(timeIntervalSince1970: 1_000_000)

  @Test(
    "a handed-out token must still live for a tenth of its life, between 5 and 60 seconds",
    arguments: [(0, 5), (30, 5), (50, 5), (60, 6), (300, 30), (600, 60), (601, 60), (86_400, 60), (nil, 60)]
      as [(Int?, Double)])
  func minimumValidity(lifetime: Int?, seconds: Double) {
    #expect(RefreshPolicy.minimumValidity(lifetime: lifetime) == seconds)
  }

  @Test(
    "a token is fresh while more than its margin is left",
    arguments: [(3539.0, true), (3540.0, false), (3600.0, false), (99_999.0, false)])
  func margin(age: Double, isFresh: Bool) {
    #expect(fresh(lifetime: 3600, asked: nil, age: age) == isFresh)
  }

  @Test("who asks for more than the server ever gives is asked to be content with nine tenths")
  func contentment() {
    #expect(fresh(lifetime: 100, asked: 500, age: 9))
    #expect(!fresh(lifetime: 100, asked: 500, age: 11))
    #expect(!fresh(lifetime: 100, asked: 50, age: 50))
    #expect(fresh(lifetime: 100, asked: 50, age: 49))
    #expect(fresh(lifetime: 100, asked: 0, age: 99))
  }

  @Test("a token of unknown expiry is fresh until a server says otherwise")
  func unknownExpiry() {
    #expect(
      RefreshPolicy.isFresh(
        expiresAt: nil, obtainedAt: start, lifetime: nil, minimumValidity: 1e9, now: start.addingTimeInterval(1e9)))
  }

  @Test("a clock that was turned back says nothing about an expiry; one that is a little off does")
  func clockTurnedBack() {
    func isFresh(now: Double) -> Bool {
      RefreshPolicy.isFresh(
        expiresAt: start.addingTimeInterval(3600), obtainedAt: start, lifetime: nil, minimumValidity: 10_000,
        now: start.addingTimeInterval(now))
    }
    #expect(isFresh(now: -61))
    #expect(!isFresh(now: -60))
    #expect(!isFresh(now: 0))
  }

  @Test("while the machine runs on, its own count of time decides and the clock does not")
  func machineTime() {
    func isFresh(age: Int64, clock: Double) -> Bool {
      RefreshPolicy.isFresh(
        expiresAt: start.addingTimeInterval(3600), obtainedAt: start, lifetime: 3600, minimumValidity: nil, age: age,
        now: start.addingTimeInterval(clock))
    }
    #expect(isFresh(age: 100, clock: 86_400))
    #expect(isFresh(age: 100, clock: -86_400))
    #expect(!isFresh(age: 3600, clock: 0))
    #expect(!isFresh(age: 3600, clock: -86_400))
  }

  @Test("instants of two starts of the machine cannot be compared")
  func starts() {
    let one = BootInstant(bootID: "a", seconds: 100)
    #expect(BootInstant(bootID: "a", seconds: 130).elapsed(since: one) == 30)
    #expect(BootInstant(bootID: "b", seconds: 130).elapsed(since: one) == nil)
  }

  @Test(
    "a refresh token whose life is known is used at half of it, give or take a tenth", arguments: [3600, 2_592_000])
  func keepaliveOfKnownLife(life: Int) {
    for generation in 1...50 {
      let share =
        RefreshPolicy.keepaliveAt(obtainedAt: start, refreshLifetime: life, grant: 3, generation: Int64(generation))
        .timeIntervalSince(start) / Double(life)
      #expect((0.45...0.55).contains(share))
    }
  }

  @Test("a token that lives for less than three timer periods is left to its next use", arguments: [1, 300, 899])
  func shortLives(lifetime: Int) {
    #expect(RefreshPolicy.dueAt(obtainedAt: start, lifetime: lifetime, grant: 1, generation: 1) == nil)
  }

  @Test("the due time is two thirds of the life, give or take a fifteenth", arguments: [900, 3600, 86_400, nil])
  func due(lifetime: Int?) throws {
    let life = Double(lifetime ?? 3600)
    var shares: [Double] = []
    for generation in Int64(1)...500 {
      let due = try #require(
        RefreshPolicy.dueAt(obtainedAt: start, lifetime: lifetime, grant: 7, generation: generation))
      shares.append(due.timeIntervalSince(start) / life)
    }
    let least = try #require(shares.min()), most = try #require(shares.max())
    #expect(least >= 2.0 / 3 - 1.0 / 15)
    #expect(most <= 2.0 / 3 + 1.0 / 15)
    // Spread over the whole of it: logins of one morning must not all fall due in one minute.
    #expect(least < 0.62)
    #expect(most > 0.71)
  }

  @Test("the due time of a token never changes, and the next token has another")
  func stability() {
    func due(_ grant: Int64, _ generation: Int64) -> Date? {
      RefreshPolicy.dueAt(obtainedAt: start, lifetime: 3600, grant: grant, generation: generation)
    }
    #expect(due(5, 1) == due(5, 1))
    #expect(due(5, 1) != due(5, 2))
    #expect(due(5, 1) != due(6, 1))
    #expect(due(.max, .max) != nil)
    #expect(due(.min, 1) != nil)
  }

  @Test("an idle refresh token is spent after a day, give or take a tenth")
  func keepalive() {
    for generation in Int64(1)...200 {
      let days =
        RefreshPolicy.keepaliveAt(obtainedAt: start, grant: 3, generation: generation)
        .timeIntervalSince(start) / 86_400
      #expect((0.9...1.1).contains(days))
    }
  }

  private func fresh(lifetime: Int, asked: Double?, age: Double) -> Bool {
    RefreshPolicy.isFresh(
      expiresAt: start.addingTimeInterval(Double(lifetime)), obtainedAt: start, lifetime: lifetime,
      minimumValidity: asked, now: start.addingTimeInterval(age))
  }
}
