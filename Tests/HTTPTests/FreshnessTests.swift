import HTTP
import Testing

@Suite struct FreshnessTests {
  @Test(
    "how long an answer may be used is what its headers say",
    arguments: [
      ([], nil),
      ([("Cache-Control", "public")], nil),
      ([("Cache-Control", "max-age=60")], 60),
      ([("Cache-Control", "public, MAX-AGE=\"60\"")], 60),
      ([("cache-control", "private"), ("Cache-Control", "max-age=60")], 60),
      ([("Cache-Control", "s-maxage=9, max-age=60")], 60),
      ([("Cache-Control", "max-age=60"), ("Age", "20")], 40),
      ([("Cache-Control", "max-age=60"), ("Age", "80")], 0),
      ([("Cache-Control", "max-age=60"), ("Age", "soon")], 60),
      ([("Cache-Control", "max-age=60, no-cache")], 0),
      ([("Cache-Control", "no-store")], 0),
      ([("Cache-Control", "max-age=soon")], 0),
      ([("Cache-Control", "max-age")], 0),
      ([("Cache-Control", "max-age=-1")], 0),
      ([("Cache-Control", "max-age=99999999999999999999")], 1 << 31),
      ([("Cache-Control", "max-age=60"), ("Expires", "0")], 60),
      ([("Expires", "0")], 0),
      ([("Expires", "Sun, 06 Nov 1994 09:49:37 GMT")], 0),
      ([("Expires", "Sun, 06 Nov 1994 09:49:37 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], 3600),
      ([("Expires", "Sun, 06 Nov 1994 07:49:37 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], 0),
    ] as [([(String, String)], Int?)])
  func lifetime(_ headers: [(String, String)], _ seconds: Int?) {
    #expect(HTTPHeaders(headers).freshnessLifetime == seconds)
  }

  @Test(
    "dates are read in each form that a recipient has to accept (RFC 9110 §5.6.7)",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Wed, 25 Nov 2026 01:44:44 GMT", 1_795_571_084),
      ("Fri, 31 Dec 1999 23:59:60 GMT", 946_684_800), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
      ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
      ("Wednesday, 25-Nov-26 01:44:44 GMT", 1_795_571_084), ("Wed Nov 25 01:44:44 2026", 1_795_571_084),
      ("Sunday, 06-Nov-1994 08:49:37 GMT", nil), ("Sunday, 06 Nov 94 08:49:37 GMT", nil),
      ("Sunday, 06-Nov-94 08:49:37", nil), ("Sun Nov 6 08:49:37 1994", nil), ("Sun Nov  06 08:49:37 1994", nil),
      ("Sun Nov  6 08:49:37 94", nil), ("Sun, 06 Noe 1994 08:49:37 GMT", nil), ("Sun, 00 Nov 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 24:00:00 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil), ("", nil), ("tomorrow", nil),
    ] as [(String, Int?)])
  func date(_ text: String, _ seconds: Int?) { #expect(HTTPDate.seconds(text) == seconds) }
}
