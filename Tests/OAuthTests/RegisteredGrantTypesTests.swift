import OAuth
import Testing

@Suite struct RegisteredGrantsTests {
  @Test(
    "what the answer lists is what was registered; where it lists nothing, all that was asked for",
    arguments: [
      (#"{"grant_types":["refresh_token"]}"#, false), (#"{"grant_types":["authorization_code","x"]}"#, true),
      (#"{"client_id":"c"}"#, true), (#"{"grant_types":[]}"#, true), (#"{"grant_types":null}"#, true),
      (#"{"grant_types":"authorization_code refresh_token"}"#, true), (#"{"grant_types":[1]}"#, true),
    ])
  func allowed(_ document: String, _ isAllowed: Bool) {
    #expect(RegisteredGrantTypes(document: Secret(document)).allow("authorization_code") == isAllowed)
  }
}
