import Testing

@testable import DemoServer
@testable import LoopbackHTTP

@Suite struct FaultPlanTests {
  @Test("entries for one endpoint happen one after the other, and a code exchange is not a refresh")
  func order() {
    var plan = FaultPlan([
      PlannedFault(.refresh, .html, times: 2), PlannedFault(.token, .dropAfter), PlannedFault(.refresh, .dropBefore),
      PlannedFault(.metadata, .internalError, times: nil),
    ])
    #expect(plan.take(for: Self.refresh) == .html)
    #expect(plan.take(for: Self.call("grant_type=authorization_code")) == .dropAfter)
    #expect(plan.take(for: Self.refresh) == .html)
    #expect(plan.take(for: Self.refresh) == .dropBefore)
    #expect(plan.take(for: Self.refresh) == nil)
    #expect(plan.entries == [PlannedFault(.metadata, .internalError, times: nil)])
  }

  @Test("an entry can let requests pass first, and others happen meanwhile")
  func after() {
    var plan = FaultPlan([PlannedFault(.refresh, .html, after: 2), PlannedFault(.token, .dropAfter)])
    #expect((0..<4).map { _ in plan.take(for: Self.refresh) } == [.dropAfter, nil, .html, nil])
  }

  @Test("chance: the same seed always draws the same, another seed does not, and the share is about right")
  func chance() {
    func storm(seed: UInt64) -> [Fault?] {
      var plan = FaultPlan([PlannedFault(.refresh, .internalError, times: nil, probability: 0.3)], seed: seed)
      return (0..<1000).map { _ in plan.take(for: Self.refresh) }
    }
    #expect(storm(seed: 7) == storm(seed: 7))
    #expect(storm(seed: 7) != storm(seed: 8))
    #expect((250...350).contains(storm(seed: 7).count { $0 != nil }))
  }

  @Test("chance: what was not drawn is not used up")
  func usedUp() {
    var plan = FaultPlan([PlannedFault(.refresh, .internalError, times: 3, probability: 0.2)])
    #expect((0..<1000).count { _ in plan.take(for: Self.refresh) != nil } == 3)
    #expect(plan.entries.isEmpty)
  }

  private static let refresh = call("grant_type=refresh_token")

  private static func call(_ body: String) -> Call {
    Call(
      .init(
        method: "POST", target: Realm.demo.path + RealmPlace.token.rawValue,
        headers: [(name: "content-type", value: "application/x-www-form-urlencoded")], body: Array(body.utf8)
      ))
  }
}
