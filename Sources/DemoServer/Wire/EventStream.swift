/// Server-sent events, as far as this server needs them.
enum EventStream {
  static let headers = [
    ("content-type", "text/event-stream"), ("cache-control", "no-cache"), ("x-accel-buffering", "no"),
  ]

  static func event(_ message: JSON) -> [UInt8] { Array("event: message\ndata: \(message.text)\n\n".utf8) }

  static func answer(_ message: JSON, headers extra: [(String, String)] = []) -> Answer {
    Answer(status: 200, headers: headers + extra, content: .bytes(event(message)))
  }
}
