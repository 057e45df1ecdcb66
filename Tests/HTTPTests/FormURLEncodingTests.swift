import HTTP
import Testing

@Suite struct FormURLEncodingTests {
  @Test(
    "a value is escaped as WHATWG says",
    arguments: [
      ("", ""), ("a b", "a+b"), ("a+b", "a%2Bb"), ("*-._", "*-._"), ("~", "%7E"), ("&=%", "%26%3D%25"),
      ("https://h/x?y", "https%3A%2F%2Fh%2Fx%3Fy"), ("ü日", "%C3%BC%E6%97%A5"), ("\n\0", "%0A%00"),
    ])
  func escape(_ text: String, _ escaped: String) {
    #expect(FormURLEncoding.escape(text) == escaped)
  }

  @Test("fields keep their order and may repeat")
  func encode() {
    #expect(FormURLEncoding.encode([("b", "1"), ("a", "x y"), ("b", "&")]) == "b=1&a=x+y&b=%26")
    #expect(FormURLEncoding.encode([]) == "")
  }

  @Test(
    "a query is split and decoded once",
    arguments: [
      ("", []), ("a=1&a=2&b", ["a:1", "a:2", "b:"]), ("a=b=c", ["a:b=c"]), ("&&a=1&", ["a:1"]), ("=x", [":x"]),
      ("a=%2526", ["a:%26"]), ("a+b=c+d", ["a b:c d"]), ("x=%c3%BC", ["x:ü"]),
    ])
  func decode(_ text: String, _ fields: [String]) throws {
    #expect(try #require(FormURLEncoding.decode(text)).map { "\($0.name):\($0.value)" } == fields)
  }

  @Test(
    "a broken escape and bytes that are not UTF-8 are refused",
    arguments: ["a=%", "a=%4", "a=%zz", "%=1", "a=%FF", "a=%C3", "a=1&b=%ED%A0%80"])
  func refused(_ text: String) {
    #expect(FormURLEncoding.decode(text) == nil)
  }

  @Test("what is encoded decodes to the same")
  func roundTrip() throws {
    let every = String(String.UnicodeScalarView((0...0x17F).compactMap(Unicode.Scalar.init)))
    let fields = try #require(FormURLEncoding.decode(FormURLEncoding.encode([(every, every)])))
    #expect(fields.count == 1)
    #expect(fields.first?.name == every)
    #expect(fields.first?.value == every)
  }
}
