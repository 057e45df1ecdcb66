import Testing

@testable import HTTP

@Suite("What a status says of the one who gave it")
struct StatusMeaningTests {
  @Test(
    "each hundred has its meaning, and three of the fourth hundred are for later",
    arguments: [
      (0, StatusMeaning.none), (199, .none), (200, .success), (299, .success), (300, .redirect), (399, .redirect),
      (400, .refusal), (401, .refusal), (408, .notNow), (425, .notNow), (429, .notNow), (499, .refusal),
      (500, .failure), (599, .failure), (999, .failure),
    ])
  func meaning(status: Int, expected: StatusMeaning) {
    #expect(StatusMeaning(status) == expected)
    #expect(StatusMeaning(status).isOutage == (expected == .notNow || expected == .failure))
  }
}
