/// The ways in which servers and gateways frame one whole document, right ones and wrong ones.
public struct Framing: Sendable, CustomStringConvertible {
  public let description: String
  /// The bytes of an answer with this body.
  public let bytes: @Sendable (_ body: [UInt8]) -> [UInt8]
  public let ending: WireServer.Ending
  /// Whether a reader that goes by the framing alone takes it, over TCP and over TLS.
  public let isStrict: (plain: Bool, secure: Bool)

  private init(
    _ description: String, _ head: String, _ ending: WireServer.Ending = .close, strict: (Bool, Bool) = (true, true),
    _ body: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
  ) {
    self.description = description
    self.ending = ending
    isStrict = strict
    bytes = { document in
      let head = head.replacing("LENGTH", with: "\(document.count)").replacing("MORE", with: "\(document.count + 10)")
        .replacing("LESS", with: "\(document.count - 10)")
      return Array((head + "Content-Type: application/json\r\n\r\n").utf8) + body(document)
    }
  }

  @Sendable private static func chunked(_ bytes: [UInt8], end: String) -> [UInt8] {
    let half = bytes.count / 2
    return Array("\(String(half, radix: 16))\r\n".utf8) + bytes[..<half]
      + Array("\r\n\(String(bytes.count - half, radix: 16))\r\n".utf8) + bytes[half...] + Array(end.utf8)
  }

  private static let ok = "HTTP/1.1 200 OK\r\n"
  private static let chunks = ok + "Transfer-Encoding: chunked\r\n"

  /// Every one of them brings the whole document.
  public static let all = [
    Framing("a length", ok + "Content-Length: LENGTH\r\n", .keep),
    Framing("a length, and the connection cut", ok + "Content-Length: LENGTH\r\n", .cut),
    Framing("a length, and the connection reset", ok + "Content-Length: LENGTH\r\n", .reset),
    Framing("chunks", chunks, .keep) { chunked($0, end: "\r\n0\r\n\r\n") },
    Framing("chunks with trailers", chunks, .keep) { chunked($0, end: "\r\n0\r\nX-Sum: 1\r\n\r\n") },
    Framing("chunks whose trailers are cut", chunks, .cut) { chunked($0, end: "\r\n0\r\nX-S") },
    Framing("chunks without the last line", chunks, .cut) { chunked($0, end: "\r\n0\r\n") },
    Framing("chunks without the last one", chunks, .close, strict: (false, false)) { chunked($0, end: "\r\n") },
    Framing("chunks without the last one, cut", chunks, .cut, strict: (false, false)) { chunked($0, end: "") },
    Framing("chunks without the last one, reset", chunks, .reset, strict: (false, false)) { chunked($0, end: "\r\n") },
    Framing("chunks with nonsense at their end", chunks, .close, strict: (false, false)) {
      chunked($0, end: "\r\nxyz")
    },
    Framing("the end of the connection", ok, .close),
    Framing("the end of the connection without close_notify", ok, .cut, strict: (true, false)),
    Framing("the end of the connection by a reset", ok, .reset, strict: (false, false)),
    Framing("two equal lengths", ok + "Content-Length: LENGTH\r\nContent-Length: LENGTH\r\n"),
    Framing("two equal lengths in one line", ok + "Content-Length: LENGTH, LENGTH\r\n"),
    Framing(
      "two lengths", ok + "Content-Length: LENGTH\r\nContent-Length: MORE\r\n", .close, strict: (false, false)),
    Framing(
      "two lengths, and held open", ok + "Content-Length: LESS\r\nContent-Length: MORE\r\n", .hold,
      strict: (false, false)),
    Framing("a length that is none", ok + "Content-Length: -1\r\n", .close, strict: (false, false)),
    Framing("a length that is too long", ok + "Content-Length: MORE\r\n", .close, strict: (false, false)),
    Framing("a length that is too long, cut", ok + "Content-Length: MORE\r\n", .cut, strict: (false, false)),
    Framing("a length beside chunks", chunks + "Content-Length: LENGTH\r\n") { chunked($0, end: "\r\n0\r\n\r\n") },
    Framing("another length beside chunks", chunks + "Content-Length: 5\r\n") { chunked($0, end: "\r\n0\r\n\r\n") },
    Framing("HTTP/1.0", "HTTP/1.0 200 OK\r\n"),
    Framing("HTTP/1.0 with a length", "HTTP/1.0 200 OK\r\nContent-Length: LENGTH\r\nConnection: keep-alive\r\n"),
    Framing("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: LENGTH\n"),
    Framing("folded lines", ok + "X-Long: a\r\n b\r\n\tc\r\nContent-Length: LENGTH\r\n"),
    Framing("a line without a name", ok + "nonsense\r\nContent-Length: LENGTH\r\n", strict: (false, false)),
    Framing(
      "interim answers first",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + ok + "Content-Length: LENGTH\r\n"),
    Framing("500 headers", ok + String(repeating: "X-Filler: a\r\n", count: 500) + "Content-Length: LENGTH\r\n"),
    Framing("90 KB of headers", ok + "X-Long: \(String(repeating: "a", count: 90_000))\r\nContent-Length: LENGTH\r\n"),
    Framing("NULs behind the document", ok) { $0 + [0, 0] },
  ]
}
