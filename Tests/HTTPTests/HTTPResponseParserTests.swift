import HTTP
import Testing

@Suite("The parser of answers") struct HTTPResponseParserTests {
  static let document = #"{"access_token":"new","refresh_token":"newer"}"#

  /// What an answer comes to, fed in pieces of this size.
  private struct Reading: Equatable {
    var status: Int?
    var headers: [String] = []
    var body = ""
    var hasEnded = false
    var isWhole = false
    var isClean = false
    var fault: HTTPFault?
    var refusal: HTTPFault?
    var rest = ""
    var allowsReuse = false
  }

  private func read(_ text: String, by size: Int = .max) -> Reading { read(Array(text.utf8), by: size) }

  private func read(_ bytes: [UInt8], by size: Int = .max) -> Reading {
    var parser = HTTPResponseParser(), reading = Reading(), body: [UInt8] = []
    var left = bytes[...]
    do throws(HTTPFault) {
      while !left.isEmpty, !parser.hasEnded {
        var piece = left.prefix(size)
        left = left.dropFirst(piece.count)
        while let event = try parser.next(&piece) {
          switch event {
          case .head(let status, let headers):
            reading.status = status
            reading.headers = headers.fields.map { "\($0.name)=\($0.value)" }
          case .body(let bytes): body += bytes
          case .end: reading.hasEnded = true
          }
        }
        left = piece + left
      }
    } catch { reading.refusal = error }
    reading.body = String(decoding: body, as: UTF8.self)
    reading.isWhole = parser.isWhole(cleanEnd: false)
    reading.isClean = parser.isWhole(cleanEnd: true)
    reading.fault = parser.fault
    if reading.refusal == nil { reading.rest = String(decoding: left, as: UTF8.self) }
    reading.allowsReuse = parser.allowsReuse
    return reading
  }

  @Test(
    "an answer is the same wherever its bytes are split",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 46\r\nA: b\r\n\r\n\(document)",
      "HTTP/1.1 200 OK\nContent-Length: 46\nA:  b \n\n\(document)",
      "HTTP/1.1 200\r\nContent-Length: 46, 46\r\nContent-Length: 46\r\nA:\r\n\tb\r\n\r\n\(document)",
      "HTTP/1.1  200  \r\ntransfer-encoding: Chunked\r\nA :b\r\n\r\n2e;x=y\r\n\(document)\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n1\n{\n0000002D \n\(document.dropFirst())\n0\nTrailer: x\n\n",
      "\r\nHTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 103\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 46\r\nA: b\r\n\r\n\(document)",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n2e\r\n\(document)\r\n0\r\n\r\n",
      "HTTP/1.0 200 OK\r\nContent-Length: 46\r\nA: b\r\n\r\n\(document)",
    ])
  func splits(_ text: String) {
    let whole = read(text)
    #expect(whole.status == 200 && whole.body == Self.document && whole.hasEnded && whole.isWhole)
    #expect(whole.headers.contains("A=b") && whole.fault == nil && whole.refusal == nil && whole.rest.isEmpty)
    for size in [1, 2, 3, 7, 64] { #expect(read(text, by: size) == whole) }
  }

  @Test(
    "a connection is used again only where nobody can see another end",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true), ("HTTP/1.1 204 No\r\n\r\n", true),
      ("HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", true),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", true),
      ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false),
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n", false),
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", false),
    ])
  func reuse(_ text: String, _ allowed: Bool) {
    let reading = read(text)
    #expect(reading.hasEnded && reading.allowsReuse == allowed)
  }

  @Test("what stands behind the end is left alone")
  func rest() {
    #expect(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 408 x").rest == "HTTP/1.1 408 x")
    #expect(read("HTTP/1.1 204 No\r\n\r\nrest").rest == "rest")
  }

  @Test("a body without a length lasts to the end of the connection, which has to be a clean one")
  func close() {
    let reading = read("HTTP/1.1 200 OK\r\n\r\nhello")
    #expect(reading.body == "hello" && !reading.hasEnded && reading.isClean && !reading.isWhole)
  }

  @Test(
    "an answer that was cut is not whole",
    arguments: [
      "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nA: b", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0",
      "HTTP/1.1 100 Continue\r\n\r\n",
    ])
  func cut(_ text: String) {
    let reading = read(text)
    #expect(!reading.isWhole && !reading.isClean && reading.refusal == nil && reading.fault == nil)
  }

  @Test("behind the last chunk only trailers are missing")
  func trailers() { #expect(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b").isWhole) }

  @Test(
    "what had to be guessed is told",
    arguments: [
      ("Content-Length: 5\r\nContent-Length: 6", HTTPFault.length), ("Content-Length: +5", .length),
      ("Content-Length: 5x", .length), ("Content-Length: 99999999999999999999", .length), ("nothing", .headerLine),
      (": x", .headerLine), ("Transfer-Encoding: chunked\r\n\r\nxyz", .chunk),
      ("Transfer-Encoding: chunked\r\n\r\n-1", .chunk), ("Transfer-Encoding: chunked\r\n\r\n\r\n", .chunk),
      ("Transfer-Encoding: chunked\r\n\r\n1\r\nab", .chunk),
      ("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff", .chunk),
    ])
  func faults(_ lines: String, _ fault: HTTPFault) {
    let reading = read("HTTP/1.1 200 OK\r\n\(lines)\r\n\r\nhello")
    #expect(reading.status == 200 && reading.fault == fault && reading.refusal == nil && !reading.allowsReuse)
    #expect(!reading.isWhole && !reading.isClean || fault == .headerLine)
  }

  @Test("lengths that differ leave the whole body to the document in it")
  func lengths() {
    #expect(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 6\r\n\r\nhello").body == "hello")
  }

  @Test(
    "what is not HTTP is refused",
    arguments: [
      ("SSH-2.0-OpenSSH_9\r\n", HTTPFault.notHTTP), ("\u{16}\u{3}\u{1}xx", .notHTTP), ("<html>\n", .notHTTP),
      ("HTTP/2 200\r\n", .notHTTP), ("HTTP/0.9 200 OK\r\n", .notHTTP), ("HTTP/1.2 200 OK\r\n", .notHTTP),
      ("HTTP/1.1\r\n", .status), ("HTTP/1.1 abc\r\n", .status), ("HTTP/1.1 20\r\n", .status),
      ("HTTP/1.1 2000\r\n", .status), ("HTTP/1.1 -20\r\n", .status), ("HTTP/1.1 600 x\r\n", .status),
      ("HTTP/1.1 999 x\r\n", .status), ("HTTP/1.1 101 Switching\r\n\r\n", .upgrade),
      (String(repeating: "\r\n", count: 40), .notHTTP),
      (String(repeating: "HTTP/1.1 100 x\r\n\r\n", count: 40), .tooManyInterim),
      ("HTTP/1.1 200 OK\r\n" + String(repeating: "a", count: 110_000), .headTooLarge),
      ("HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 1100), .headTooLarge),
      (
        "HTTP/1.1 200 OK\r\n" + String(repeating: "a: \(String(repeating: "b", count: 90_000))\r\n", count: 3),
        .headTooLarge
      ),
    ])
  func refused(_ text: String, _ fault: HTTPFault) {
    #expect(read(text).refusal == fault)
    #expect(read(text, by: 1).refusal == fault)
  }

  @Test("no status from 000 to 099 is one", arguments: 0...99)
  func lowStatus(_ status: Int) {
    let digits = "00\(status)".suffix(3)
    #expect(read("HTTP/1.1 \(digits) x\r\nContent-Length: 1\r\n\r\nx").refusal == .status)
  }

  @Test("heads are taken up to what real servers send: 500 lines, a line of 90 KB")
  func bigHeads() {
    let many = String(repeating: "A: b\r\n", count: 500), long = "B: \(String(repeating: "c", count: 90_000))\r\n"
    #expect(read("HTTP/1.1 200 OK\r\n\(many)\(long)Content-Length: 2\r\n\r\nok").body == "ok")
  }

  @Test("behind a length that was too short the body goes on where that is asked")
  func readOn() throws {
    var parser = HTTPResponseParser(), input = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello".utf8)[...]
    var body: [UInt8] = []
    while let event = try parser.next(&input) { if case .body(let piece) = event { body += piece } }
    #expect(parser.endedByLength)
    parser.readOn()
    while let event = try parser.next(&input) { if case .body(let piece) = event { body += piece } }
    #expect(String(decoding: body, as: UTF8.self) == "hello" && !parser.allowsReuse && !parser.isWhole(cleanEnd: true))
  }

  @Test("a proxy's success is all head")
  func tunnel() throws {
    var parser = HTTPResponseParser(isTunnel: true)
    var input = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8)[...]
    #expect(try parser.next(&input) == .head(status: 200, HTTPHeaders([("Content-Length", "5")])))
    #expect(parser.hasEnded && String(decoding: input, as: UTF8.self) == "hello")
  }

  @Test("no bytes crash it, and splitting them changes nothing")
  func mutations() {
    let seeds = [
      "HTTP/1.1 200 OK\r\nContent-Length: 46\r\nA: b\r\n\r\n\(Self.document)",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2e\r\n\(Self.document)\r\n0\r\nT: x\r\n\r\n",
      "HTTP/1.1 103 x\r\n\r\nHTTP/1.0 400 Bad\nContent-Length: 46\nContent-Length: 46\n x\n\n\(Self.document)",
    ].map { Array($0.utf8) }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(bound, 1)))
    }
    var whole = 0
    for _ in 0..<100_000 {
      var bytes = seeds[random(seeds.count)]
      for _ in 0...random(4) {
        let place = random(bytes.count)
        switch random(5) {
        case 0: bytes[place] = UInt8(random(256))
        case 1: bytes.insert(Array("\r\n :;0123456789abcdef".utf8)[random(21)], at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<min(place + random(20), bytes.count))
        default: bytes.insert(contentsOf: bytes[random(place)..<place], at: place)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let reading = read(bytes)
      if reading.isWhole { whole += 1 }
      guard reading == read(bytes, by: 1 + random(9)) else {
        Issue.record("split: \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        return
      }
    }
    #expect(whole > 1000)
  }
}
