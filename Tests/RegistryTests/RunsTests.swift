import Foundation
import Testing

@testable import Registry

@Suite struct RunsTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  private func run(_ seconds: Int64, _ status: Int32, _ actor: String? = "systemd") -> RefresherRun {
    RefresherRun(endedAt: Date(seconds: seconds), status: status, actor: actor)
  }

  @Test("of the refresher's runs only the last is kept, and it is none of a login's events")
  func last() throws {
    #expect(try test.registry.lastRun() == nil)
    for status: Int32 in [0, 7, 11] { try test.registry.keep(run(100 + Int64(status), status)) }
    #expect(try test.registry.lastRun() == run(111, 11))
    try test.registry.keep(run(200, 0, nil))
    #expect(try test.registry.lastRun() == run(200, 0, nil))
    #expect(try test.contents().count { $0.contains("refresher-ran") } == 1)
    #expect(try test.registry.events().map(\.kind) == [.registered])
    #expect(try test.registry.events(limit: 1).count == 1)
  }

  @Test("the schema itself allows no second one")
  func single() throws {
    let insertion = "INSERT INTO event (at, kind) VALUES (1, 'refresher-ran')"
    try test.sql(insertion)
    #expect(throws: (any Error).self) { try test.sql(insertion) }
  }
}
