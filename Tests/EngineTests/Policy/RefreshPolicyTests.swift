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

  /// What the two clocks say of a token that lives for an hour: seconds since it came.
  struct Clocks: Sendable {
    /// Nil where the machine was started again.
    var machine: Int64?
    var wall: Double
    var age: Double?
    var isFresh: Bool
  }

  private static let month = 30.0 * 86_400

  @Test(
    "the larger of both counts is a token's age, and a clock that was turned back says nothing",
    arguments: [
      Clocks(machine: 100, wall: 100, age: 100, isFresh: true),
      // Asleep or paused: the machine may not have counted it.
      Clocks(machine: 100, wall: month, age: month, isFresh: false),
      Clocks(machine: Int64(month), wall: 100, age: month, isFresh: false),
      Clocks(machine: 100, wall: 7200, age: 7200, isFresh: false),
      // Set back.
      Clocks(machine: 100, wall: -86_400, age: 100, isFresh: true),
      Clocks(machine: 3600, wall: -86_400, age: 3600, isFresh: false),
      Clocks(machine: 0, wall: -30, age: 0, isFresh: true),
      Clocks(machine: nil, wall: 100, age: 100, isFresh: true),
      Clocks(machine: nil, wall: 3600, age: 3600, isFresh: false),
      Clocks(machine: nil, wall: -60, age: -60, isFresh: true),
      Clocks(machine: nil, wall: -61, age: nil, isFresh: false),
      Clocks(machine: nil, wall: -365 * 86_400, age: nil, isFresh: false),
      // Damaged rows.
      Clocks(machine: .max, wall: 100, age: 0x1p63, isFresh: false),
      Clocks(machine: 100, wall: -1e300, age: 100, isFresh: true),
    ])
  func age(_ clocks: Clocks) {
    let now = start.addingTimeInterval(clocks.wall)
    #expect(RefreshPolicy.age(obtainedAt: start, counted: clocks.machine, now: now) == clocks.age)
    func isFresh(isRenewable: Bool) -> Bool {
      RefreshPolicy.isFresh(
        expiresAt: start.addingTimeInterval(3600), obtainedAt: start, lifetime: 3600, minimumValidity: nil,
        age: clocks.machine, isRenewable: isRenewable, now: now)
    }
    #expect(isFresh(isRenewable: true) == clocks.isFresh)
    // What nobody can tell is left to the server where only a person could renew it.
    #expect(isFresh(isRenewable: false) == (clocks.isFresh || clocks.age == nil))
  }

  @Test(
    "instants of two starts of the machine cannot be compared, nor a count that went back, nor one that is none",
    arguments: [
      ("a", 100, 30), ("b", 100, nil), ("a", 130, 0), ("a", 131, nil), ("a", .max, nil), ("a", .min, nil),
      ("a", -1, 131), ("a", 0, 130),
    ] as [(String, Int64, Int64?)])
  func starts(_ boot: String, _ seconds: Int64, _ elapsed: Int64?) {
    let earlier = BootInstant(bootID: boot, seconds: seconds)
    #expect(BootInstant(bootID: "a", seconds: 130).elapsed(since: earlier) == elapsed)
  }

  @Test(
    "a login is idle after a week without use, and not where a clock that was ahead hides it",
    arguments: [
      (nil, -8, true), (nil, -6, false), (-8, -20, true), (-6, -20, false), (365, -8, true), (365, -6, false),
      (365, 365, false), (nil, 365, false),
    ] as [(Double?, Double, Bool)])
  func idle(used: Double?, created: Double, isIdle: Bool) {
    func day(_ day: Double) -> Date { start.addingTimeInterval(day * 86_400) }
    #expect(RefreshPolicy.isIdle(lastUsed: used.map(day), created: day(created), now: start) == isIdle)
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
