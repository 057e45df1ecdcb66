import Foundation
import Testing

@testable import Registry

@Suite struct EventsTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func add(_ name: String, _ event: Event) throws {
    try test.registry.insert(TestRegistry.server(name), event: event)
  }

  @Test("an event comes back whole")
  func roundTrip() throws {
    let event = Event(
      .refreshFailed, at: TestRegistry.start, server: "a", account: "work", issuer: "https://as", grant: 7,
      generation: 3, cause: "ambiguous", detail: "try later", actor: "cron")
    try add("a", event)
    #expect(try test.registry.events(of: "a") == [event])
  }

  @Test("the newest come first, no more than asked for, of one server or of all")
  func order() throws {
    for number in 1...5 {
      let at = TestRegistry.start.addingTimeInterval(Double(number))
      try add("s\(number)", Event(.serverAdded, at: at, server: number.isMultiple(of: 2) ? "even" : "odd"))
    }
    #expect(try test.registry.events(of: "odd").map(\.at.seconds) == [5, 3, 1].map { TestRegistry.start.seconds + $0 })
    #expect(try test.registry.events(limit: 2).map(\.at.seconds) == [5, 4].map { TestRegistry.start.seconds + $0 })
    #expect(try test.registry.events(of: "none").isEmpty)
  }

  @Test("account and time narrow what comes")
  func filter() throws {
    for (second, account) in [(1.0, "a"), (2, "b"), (3, "a")] {
      let at = TestRegistry.start.addingTimeInterval(second)
      try test.registry.record(Event(.login, at: at, server: "s", account: account))
    }
    func seconds(_ filter: EventFilter) throws -> [Int64] {
      try test.registry.events(filter).map { $0.at.seconds - TestRegistry.start.seconds }
    }
    #expect(try seconds(EventFilter(server: "s", account: "a")) == [3, 1])
    #expect(try seconds(EventFilter(since: TestRegistry.start.addingTimeInterval(2))) == [3, 2])
    #expect(try seconds(EventFilter(server: "s", account: "b", since: TestRegistry.start, limit: 9)) == [2])
  }

  @Test("kinds that only a newer program knows are passed over")
  func unknownKinds() throws {
    try test.sql("INSERT INTO event (at, kind) VALUES (1, 'invented-later')")
    #expect(try test.registry.events().map(\.kind) == [.registered])
  }

  @Test(
    "whether something happened is asked by kind, cause, grant and time",
    arguments: [
      (Event.Kind.refreshFailed, "ambiguous", 7, 0.0, true), (.refreshFailed, "ambiguous", 7, 1, false),
      (.refreshFailed, "ambiguous", 7, -60, true), (.refreshFailed, "ambiguous", 7, -61, false),
      (.refreshFailed, "ambiguous", 8, 0, false), (.refreshFailed, "other", 7, 0, false),
      (.refreshRefused, "ambiguous", 7, 0, false),
    ] as [(Event.Kind, String, Int64, TimeInterval, Bool)])
  func has(_ kind: Event.Kind, _ cause: String, _ grant: Int64, _ after: TimeInterval, _ expected: Bool) throws {
    try add("a", Event(.refreshFailed, at: TestRegistry.start, grant: 7, cause: "ambiguous"))
    let since = TestRegistry.start.addingTimeInterval(after)
    #expect(
      try test.registry.hasEvent(kind, cause: cause, grant: grant, in: since...since.addingTimeInterval(60)) == expected
    )
  }

  @Test("an event outlives the server and the login it names")
  func outliving() throws {
    _ = try test.login()
    try test.registry.remove(
      test.registry.server("h"), event: Event(.serverRemoved, at: TestRegistry.start, server: "h"))
    #expect(try test.registry.events(of: "h").map(\.kind) == [.serverRemoved, .login])
  }
}
