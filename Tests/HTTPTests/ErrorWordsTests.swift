import HTTP
import Testing

@Suite struct ErrorWordsTests {
  @Test(
    "the words of an error are found in every shape",
    arguments: [
      (#"{"error":"x","error_description":"no room"}"#, "application/json", "no room"),
      (#"["Bad credentials"]"#, "application/json", "Bad credentials"),
      (#"[{"message":"one"},{"detail":"two"}]"#, "application/json", "one; two"),
      (#"{"errors":[{"message":"deep"}]}"#, nil, "deep"), (#""just text""#, "application/json", "just text"),
      ("disabled by\r\n  an administrator", "text/plain", "disabled by an administrator"),
      ("error=x&error_description=not+now", "application/x-www-form-urlencoded", "not now"),
      ("<html>", "text/html", nil), ("<html>", "text/plain", nil), ("", nil, nil), ("{}", "application/json", nil),
      ("[1,null]", "application/json", nil), ("%zz", "application/x-www-form-urlencoded", nil),
    ] as [(String, String?, String?)])
  func shapes(body: String, mediaType: String?, words: String?) {
    #expect(ErrorWords.of(Array(body.utf8), mediaType: mediaType) == words)
  }
}
