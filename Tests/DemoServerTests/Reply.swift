@testable import DemoServer

/// What came back over the socket.
struct Reply: Sendable {
  /// `nil`: the connection was closed without an answer.
  let status: Int?
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  /// Whether the body is as long as the head said, or its last chunk came.
  let isWhole: Bool

  init(_ bytes: [UInt8]) {
    let separator = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else {
      (status, headers, body, isWhole) = (nil, [], [], false)
      return
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
    let rest = Array(bytes[(end + separator.count)...])
    if let length = headers.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
      (body, isWhole) = (rest, rest.count == length)
    } else if headers.contains(where: { $0.name == "transfer-encoding" }) {
      (body, isWhole) = Self.chunks(rest)
    } else {
      (body, isWhole) = (rest, true)
    }
  }

  private static func chunks(_ bytes: [UInt8]) -> ([UInt8], Bool) {
    var rest = bytes[...]
    var body: [UInt8] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\r")) {
      guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) else { break }
      if size == 0 { return (body, true) }
      guard rest.count >= end - rest.startIndex + size + 4 else { break }
      body += rest[(end + 2)..<(end + 2 + size)]
      rest = rest[(end + 4 + size)...]
    }
    return (body, false)
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var text: String { String(decoding: body, as: UTF8.self) }
  var json: JSON { JSON.parse(body) ?? .null }
  /// The code of an OAuth error.
  var error: String? { json["error"]?.string }

  /// The messages of an event stream.
  var events: [JSON] {
    text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.compactMap { JSON.parse(Array($0.dropFirst(6).utf8)) }
  }
}
