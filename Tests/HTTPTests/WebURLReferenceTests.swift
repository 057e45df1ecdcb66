import HTTP
import Testing

@Suite struct WebURLReferenceTests {
  @Test(
    "a reference is resolved as RFC 3986 §5.4 has it",
    arguments: [
      ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
      ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), (";x", "http://a/b/c/;x"),
      ("g;x?y", "http://a/b/c/g;x?y"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
      ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"),
      ("../../../g", "http://a/g"), ("g?y/./x", "http://a/b/c/g?y/./x"), ("https://h:8443/x?y", "https://h:8443/x?y"),
      ("HTTPS://h/x", "HTTPS://h/x"), ("g#s", "http://a/b/c/g"), ("#s", "http://a/b/c/d;p?q"),
      ("x/a:b", "http://a/b/c/x/a:b"),
    ])
  func resolves(_ reference: String, _ expected: String) throws {
    #expect(try #require(WebURL("http://a/b/c/d;p?q")).resolving(reference)?.raw == expected)
  }

  @Test(
    "from a URL without a path", arguments: [("x", "https://h:1/x"), ("/x", "https://h:1/x"), ("..", "https://h:1/")])
  func bare(_ reference: String, _ expected: String) throws {
    #expect(try #require(WebURL("https://h:1")).resolving(reference)?.raw == expected)
  }

  @Test(
    "what is no http or https URL leads nowhere",
    arguments: [
      "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b", "http://", "//", "https://u:p@h/",
      "/a b",
      "/caf\u{E9}", "/%zz", "https://h:99999/",
    ])
  func nowhere(_ reference: String) throws { #expect(try #require(WebURL("https://h/a")).resolving(reference) == nil) }
}
