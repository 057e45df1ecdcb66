/// Server-sent events, as far as this server needs them.
enum EventStream {
  static let headers = [
    ("content-type", "text/event-stream"), ("cache-control", "no-cache"), ("x-accel-buffering", "no"),
  ]

  static func event(_ message: JSON) -> [UInt8] { Array("event: message\ndata: \(message.text)\n\n".utf8) }

  /// The same without the last line, if it is a stream.
  static func unended(_ answer: Answer) -> Answer {
    guard answer.headers.contains(where: { $0 == headers[0] }), case .bytes(let bytes) = answer.content else {
      return answer
    }
    var cut = answer
    cut.content = .bytes(bytes.dropLast())
    return cut
  }

  static func answer(_ message: JSON, headers extra: [(String, String)] = []) -> Answer {
    Answer(status: 200, headers: headers + extra, content: .bytes(event(message)))
  }
}
