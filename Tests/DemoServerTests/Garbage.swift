/// Bytes that a broken or hostile peer sends.
enum Garbage: String, CaseIterable {
  case words, version, control, negativeLength, twoLengths, hugeHead, nothing, halfRequest, connect

  var text: String {
    switch self {
    case .words: "garbage\r\n\r\n"
    case .version: "GET / HTTP/9.9\r\n\r\n"
    case .control: "\u{0}\u{1}\u{2}\r\n\r\n"
    case .negativeLength: "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"
    case .twoLengths: "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nxyz"
    case .hugeHead: "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 20_000) + "\r\n"
    case .nothing: ""
    case .halfRequest: "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nxyz"
    case .connect: "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\nnot HTTP any more"
    }
  }
}
