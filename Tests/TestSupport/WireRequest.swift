/// A request as it came over the wire.
public struct WireRequest: Sendable {
  /// Of the connection, from 1.
  public let number: Int
  /// The first line and the headers.
  public let head: String
  public let body: [UInt8]

  /// Nil where the client went away.
  static func read(from connection: WireSocket, number: Int) -> WireRequest? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = bytes.firstRange(of: end) {
        let head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
        let length = head.lowercased().split(separator: "\r\n").compactMap { line in
          line.hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
        }
        let body = bytes[range.upperBound...]
        if body.count >= length.first ?? 0 { return WireRequest(number: number, head: head, body: Array(body)) }
      }
      let more = connection.read()
      if more.isEmpty { return nil }
      bytes += more
    }
  }
}
