import OAuth
import Testing

@testable import Engine

@Suite struct ScopeChoiceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let chosen: String?
    let challenge: String?
    let resource: String?
    let supported: [String]?
    let asked: String?

    var testDescription: String { "\(chosen ?? "-") / \(challenge ?? "-") / \(resource ?? "-") -> \(asked ?? "-")" }
  }

  @Test(
    "the person's choice, else the challenge, else what the resource supports, else nothing",
    arguments: [
      Row(chosen: "mine", challenge: "a", resource: "b", supported: ["offline_access"], asked: "mine"),
      Row(chosen: nil, challenge: "a", resource: "b c", supported: nil, asked: "a"),
      Row(chosen: nil, challenge: nil, resource: "b c", supported: ["b", "c", "d"], asked: "b c"),
      Row(chosen: nil, challenge: nil, resource: nil, supported: ["b"], asked: nil),
      Row(chosen: nil, challenge: "a", resource: nil, supported: ["offline_access"], asked: "a offline_access"),
      Row(chosen: nil, challenge: nil, resource: nil, supported: ["offline_access"], asked: "offline_access"),
      Row(
        chosen: nil, challenge: "offline_access a", resource: nil, supported: ["offline_access"],
        asked: "offline_access a"),
      Row(chosen: nil, challenge: nil, resource: "offline_access b", supported: ["b"], asked: "b"),
      Row(chosen: nil, challenge: nil, resource: "offline_access", supported: nil, asked: nil),
      Row(chosen: nil, challenge: "offline_access b", resource: nil, supported: ["b"], asked: "offline_access b"),
    ])
  func initial(row: Row) {
    let asked = ScopeChoice.initial(
      chosen: row.chosen.flatMap { Scope($0) }, challenge: row.challenge.flatMap { Scope($0) },
      resource: row.resource.flatMap { Scope($0) }, supported: row.supported)
    #expect(asked?.description == row.asked)
  }

  @Test(
    "a client registers for all the server names and for what is wanted now",
    arguments: [
      ("a", ["b", "c"], "b c a"), ("b", ["b", "c"], "b c"), (nil, ["b"], "b"), ("a", nil, "a"), ("a", [], "a"),
      (nil, nil, nil), (nil, [], nil), ("a", ["not a scope"], "a"),
    ] as [(String?, [String]?, String?)])
  func registered(wanted: String?, supported: [String]?, asked: String?) {
    #expect(
      ScopeChoice.registered(wanted: wanted.flatMap { Scope($0) }, supported: supported)?.description == asked)
  }
}
