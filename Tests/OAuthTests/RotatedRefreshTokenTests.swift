import OAuth
import Testing

/// What is kept of an answer that is good for nothing else.
@Suite struct RotatedRefreshTokenTests {
  @Test(
    "whatever is wrong with the rest, a token that can be read is read",
    arguments: [
      #"{"refresh_token":"new"}"#, #"{"access_token":"a b","token_type":"Bearer","refresh_token":"new"}"#,
      #"{"refresh_token":"new","token_type":null}"#, #"{"refresh_token" : "new" , "quota" : NaN}"#,
      #"{"quota":NaN,"refresh_token":"new"}"#,
      #"{"quota":-Infinity,"deep":[[{"refresh_token":"no"}]],"refresh_token":"new"}"#,
      #"{"refresh_token":"new"}Warning: x"#, #"Warning: {x} {"refresh_token":"new"}"#,
      ")]}',\n{\"refresh_token\":\"new\"}",
      "{\"refresh_token\":\"new\"}\0", "\u{FEFF}{\"refresh_token\":\"new\"}", #"{"refresh_token":"n\u0065w"}"#,
      #"{"refresh_token":"old","refresh_token":"new"}"#, #"{"note":"\"refresh_token\":\"no\"","refresh_token":"new"}"#,
      #"{"refresh_token":"new","access_token":"cut in the mid"#, #"{"refresh_token":"new","#,
      #"{"deep":[[[,"refresh_token":"no"]]],"refresh_token":"new"}"#,
    ])
  func found(body: String) {
    #expect(RotatedRefreshToken.salvage(from: Array(body.utf8))?.exposed == "new")
  }

  @Test("bytes of another charset beside it do no harm, nor does UTF-16")
  func charsets() {
    let latin = Array(#"{"name":"d"#.utf8) + [0xE9, 0xE0] + Array(#"","refresh_token":"new"}"#.utf8)
    #expect(RotatedRefreshToken.salvage(from: latin)?.exposed == "new")
    let units = Array(#"{"name":"dé","refresh_token":"new"}"#.utf16)
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for bytes in [big, little, [0xFE, 0xFF] + big, [0xFF, 0xFE] + little, big + [0]] {
      #expect(RotatedRefreshToken.salvage(from: bytes)?.exposed == "new")
    }
  }

  @Test(
    "what is no token of the answer itself, or no whole one, is none",
    arguments: [
      "", "{}", "null", "<html>", #"{"refresh_token":"ne"#, #"{"refresh_token":"new\"#, #"{"refresh_token":""}"#,
      #"{"refresh_token":null}"#, #"{"refresh_token":7}"#, #"{"refresh_token":["new"]}"#,
      #"{"refresh_token":{"a":"new"}}"#,
      #"["refresh_token","new"]"#, #"{"result":{"refresh_token":"new"}}"#, #"{"refresh_token","new"}"#,
      #"{"refresh_token":x"new"}"#, #"{"a":"refresh_token":"new"}"#, "{\"refresh_token\":\"n\nw\"}",
      #"{"refresh_token":"n\u0000w"}"#, #"{"refresh_token":"n\ud800"}"#, #"{"refresh\_token":"new"}"#, "{\"", "{\"\\",
      #"{"Refresh_Token":"new"}"#,
    ])
  func nothing(body: String) {
    #expect(RotatedRefreshToken.salvage(from: Array(body.utf8))?.exposed == nil)
  }

  @Test("a token that is not UTF-8 cannot be sent back as it came")
  func notUTF8() {
    let bytes = Array(#"{"refresh_token":"n"#.utf8) + [0xE9] + Array(#""}"#.utf8)
    #expect(RotatedRefreshToken.salvage(from: bytes)?.exposed == nil)
  }

  @Test("cut anywhere: the token is there once its closing quote is, and never a part of it")
  func cut() {
    let body = Array(#"{"access_token":"at","refresh_token":"rt_0123456789","scope":"a b"}"#.utf8)
    let whole = Array(#"{"access_token":"at","refresh_token":"rt_0123456789""#.utf8).count
    for length in 0...body.count {
      let found = RotatedRefreshToken.salvage(from: Array(body.prefix(length)))?.exposed
      #expect(found == (length >= whole ? "rt_0123456789" : nil), "\(length)")
    }
  }

  @Test("a megabyte of brackets, braces or quotes takes one pass")
  func long() {
    for byte in "[{\"\\:,".utf8 {
      let body = Array(#"{"a":"#.utf8) + [UInt8](repeating: byte, count: 1 << 20)
      #expect(RotatedRefreshToken.salvage(from: body)?.exposed == nil)
    }
  }
}
