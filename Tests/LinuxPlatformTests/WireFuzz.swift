import TestSupport

/// An answer with a document in it, framed rightly or wrongly, cut anywhere, from a seed.
struct WireFuzz {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// What goes over the wire, and what has to come of it.
  struct Case {
    let answer: WireServer.Answer
    /// Whether the whole document arrives behind a first line that is HTTP's.
    let isWhole: Bool
  }

  mutating func next(_ document: [UInt8]) -> Case {
    random(20) == 0 ? scrambled(document) : framed(document)
  }

  mutating func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(bound, 1)))
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random(elements.count)] }

  /// Any byte may be another one: nothing is promised, but that nothing crashes and that no other token is found.
  private mutating func scrambled(_ document: [UInt8]) -> Case {
    var bytes = framed(document).answer.bytes
    for _ in 0...random(6) where !bytes.isEmpty {
      let place = random(bytes.count)
      switch random(4) {
      case 0: bytes[place] = UInt8(random(256))
      case 1: bytes.insert(UInt8(random(256)), at: place)
      case 2: bytes.remove(at: place)
      default: bytes.removeSubrange(place..<min(place + random(30), bytes.count))
      }
    }
    return Case(answer: WireServer.Answer(bytes, pick([.close, .cut, .reset])), isWhole: false)
  }

  private mutating func framed(_ document: [UInt8]) -> Case {
    let isChunked = random(3) == 0
    let end = pick(["\r\n", "\r\n", "\n"])
    let first = pick([
      "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1  201  Made",
      "HTTP/1.1 400 Bad",
      "HTTP/1.1 \("00\(random(100))".suffix(3)) Low", "HTTP/1.1 \(600 + random(400)) High",
      "HTTP/\(random(10)).\(random(10)) 200 OK",
      "ICY 200 OK", "HTTP/1.1 2x0 OK", "HTTP/1.1",
    ])
    var bytes: [UInt8] = []
    if random(4) == 0 {
      for _ in 0...random(5) {
        bytes += Array("HTTP/1.1 \(pick(["100", "102", "103"])) x\(end)Link: y\(end)\(end)".utf8)
      }
    }
    bytes += Array((first + end).utf8)
    var lines = ["Content-Type: application/json"]
    for _ in 0..<random(6) { lines.append(oddLine()) }
    if isChunked {
      lines.insert(
        pick(["Transfer-Encoding: chunked", "transfer-encoding:  Chunked ", "TRANSFER-ENCODING: identity, chunked"]),
        at: random(lines.count + 1))
    }
    for _ in 0..<random(3) {
      lines.insert(length(of: document), at: random(lines.count + 1))
    }
    // A line that goes on must not go on with a header that decides.
    for line in lines { bytes += Array((line + end).utf8) }
    bytes += Array(end.utf8)
    let last = bytes.count + (isChunked ? 0 : document.count)
    bytes += isChunked ? chunked(document, end) : document
    let whole = isChunked ? lastDocumentByte(in: bytes, document) : last
    var cut = bytes.count
    if random(2) == 0 { cut = random(4) == 0 ? random(bytes.count + 1) : max(0, bytes.count - random(24)) }
    let ending = random(200) == 0 ? WireServer.Ending.hold : pick([.close, .cut, .reset, .close])
    let isHTTP =
      first.hasPrefix("HTTP/1.0 2") || first.hasPrefix("HTTP/1.1 2") && !first.contains("2x")
      || first == "HTTP/1.1  201  Made" || first.hasSuffix("Bad")
    return Case(answer: WireServer.Answer(Array(bytes[..<cut]), ending), isWhole: isHTTP && cut >= whole)
  }

  private mutating func oddLine() -> String {
    switch random(9) {
    case 0: "X-\(random(100)): \(String(repeating: "a", count: random(3000)))"
    case 1: "X-Folded: a\r\n b\n\tc"
    case 2: "no colon here"
    case 3: ": no name"
    case 4: "X-Control: \u{1}\u{7F}\u{85}"
    case 5: "Connection: \(pick(["close", "keep-alive", "upgrade"]))"
    case 6: "Content-Encoding: identity"
    case 7: "Upgrade: h2c"
    default: "X-Space : b  "
    }
  }

  private mutating func length(of document: [UInt8]) -> String {
    let count = document.count
    return "Content-Length: "
      + pick([
        "\(count)", "\(count)", "\(count)", "\(count + 1 + random(50))", "\(random(count))", "-1", "x",
        "18446744073709551616", "\(count), \(count)", "",
      ])
  }

  private mutating func chunked(_ document: [UInt8], _ end: String) -> [UInt8] {
    var bytes: [UInt8] = [], rest = document[...]
    while !rest.isEmpty {
      let piece = rest.prefix(1 + random(40))
      rest = rest.dropFirst(piece.count)
      bytes +=
        Array((pick(["", "0", "000"]) + String(piece.count, radix: 16) + pick(["", ";a=b", " "]) + end).utf8) + piece
        + Array(end.utf8)
    }
    return bytes
      + Array(pick(["0\(end)\(end)", "0\(end)X-T: y\(end)\(end)", "0\(end)", "", "zz\(end)", "-0\(end)"]).utf8)
  }

  /// Behind the last byte of a document that is in chunks: its last brace.
  private func lastDocumentByte(in bytes: [UInt8], _ document: [UInt8]) -> Int {
    (bytes.lastIndex { $0 == document[document.count - 1] } ?? bytes.count - 1) + 1
  }
}
