import MCP
import Testing

@Suite struct EventStreamDecoderTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let stream: String
    let events: [ServerSentEvent]
    var testDescription: String { stream.debugDescription }

    init(_ stream: String, _ events: [ServerSentEvent]) {
      self.stream = stream
      self.events = events
    }
  }

  static func event(_ data: String, type: String = "message", id: String = "") -> ServerSentEvent {
    ServerSentEvent(type: type, data: Array(data.utf8), lastEventID: id)
  }

  static let vectors: [Vector] = [
    Vector("data: a\n\n", [event("a")]),
    Vector("data:a\r\rdata:b\r\r", [event("a"), event("b")]),
    Vector("data: a\r\n\r\ndata: b\r\n\r\n", [event("a"), event("b")]),
    Vector("data: 1\r\ndata: 2\r\n\r\n", [event("1\n2")]),
    Vector("data: a\r\n\ndata: b\n\r\n", [event("a"), event("b")]),
    Vector("data: a\n\r\rdata: b\n\n", [event("a"), event("b")]),
    Vector("\u{FEFF}data: a\n\n", [event("a")]),
    Vector("\u{FEFF}\u{FEFF}data: a\n\n", []),
    Vector("data: a\n\n\u{FEFF}data: b\n\n", [event("a")]),
    Vector(": comment\n\n:\n\ndata: a\n: in between\ndata: b\n\n", [event("a\nb")]),
    Vector("data: 1\ndata:  2\ndata:\ndata: 4\n\n", [event("1\n 2\n\n4")]),
    Vector("data\n\n", [event("")]),
    Vector("data\ndata\n\n", [event("\n")]),
    Vector("data:\n\n", [event("")]),
    Vector("event: ping\n\ndata: a\n\n", [event("a")]),
    Vector("event: e\ndata: a\n\ndata: b\n\n", [event("a", type: "e"), event("b")]),
    Vector("event:\ndata: a\n\n", [event("a")]),
    Vector("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", [event("a", id: "1"), event("b", id: "1"), event("c")]),
    Vector("id: 7\n\ndata: a\n\n", [event("a", id: "7")]),
    Vector("id: a\0b\ndata: a\n\n", [event("a")]),
    Vector("Data: a\ndata : b\nfoo: c\nfoo\n\n", []),
    Vector("data: a:b: c\n\n", [event("a:b: c")]),
    Vector("data: a\n\n\n\n\ndata: b\n\n", [event("a"), event("b")]),
    Vector("data: ü日😀\n\n", [event("ü日😀")]),
    Vector("data: cut short", []),
    Vector("data: cut short\n", []),
    Vector("", []),
  ]

  static func decode(_ pieces: [ArraySlice<UInt8>]) throws -> [ServerSentEvent] {
    var decoder = EventStreamDecoder()
    var events: [ServerSentEvent] = []
    for piece in pieces { events += try decoder.decode(piece) }
    return events
  }

  @Test("a stream gives the events of the standard", arguments: vectors)
  func whole(_ vector: Vector) throws {
    #expect(try Self.decode([Array(vector.stream.utf8)[...]]) == vector.events)
  }

  @Test("the same events come whatever two or three pieces the stream is split into", arguments: vectors)
  func split(_ vector: Vector) throws {
    let bytes = Array(vector.stream.utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let events = try Self.decode([bytes[..<first], bytes[first..<second], bytes[second...]])
        #expect(events == vector.events, "split at \(first) and \(second)")
      }
    }
  }

  @Test("the same events come byte by byte", arguments: vectors)
  func single(_ vector: Vector) throws {
    let bytes = Array(vector.stream.utf8)
    #expect(try Self.decode(bytes.indices.map { bytes[$0...$0] }) == vector.events)
  }

  @Test("an event comes with its last line end, without waiting for what follows", arguments: ["\n", "\r", "\r\n"])
  func prompt(_ end: String) throws {
    var decoder = EventStreamDecoder()
    #expect(try decoder.decode(Array("data: a\(end)".utf8)[...]).isEmpty)
    #expect(try decoder.decode(Array(end.utf8)[...]).count == 1)
  }

  @Test("an event of ten megabytes is put together")
  func large() throws {
    let line = String(repeating: "x", count: 1 << 20)
    let bytes = Array((String(repeating: "data: \(line)\n", count: 10) + "\n").utf8)
    var decoder = EventStreamDecoder()
    var events: [ServerSentEvent] = []
    for start in stride(from: 0, to: bytes.count, by: 4093) {
      events += try decoder.decode(bytes[start..<min(start + 4093, bytes.count)])
    }
    #expect(events.map(\.data.count) == [(10 << 20) + 9])
  }

  @Test(
    "an event over the limit is refused, in one line, in many, or in none",
    arguments: ["data: 12345678901", "data: 123\ndata: 456\ndata: 789\ndata: 012\n", ": 12345678901", "abcdefghijklm"])
  func limit(_ stream: String) {
    for size in [1, 5, 100] {
      var decoder = EventStreamDecoder(limit: 10)
      #expect(throws: MCPError.eventTooLarge(limit: 10), "pieces of \(size)") {
        let bytes = Array(stream.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
          _ = try decoder.decode(bytes[start..<min(start + size, bytes.count)])
        }
      }
    }
  }

  @Test("the limit is of one event, not of the stream")
  func limitPerEvent() throws {
    var decoder = EventStreamDecoder(limit: 10)
    for _ in 0..<100 { #expect(try decoder.decode(Array("data: 1234\n\n".utf8)[...]).count == 1) }
  }

  @Test(
    "retry is taken where it is a plain number",
    arguments: [("retry: 1500", 1500), ("retry:0", 0), ("retry: 1x", nil), ("retry: -1", nil), ("retry:", nil)])
  func retry(_ line: String, _ expected: Int?) throws {
    var decoder = EventStreamDecoder()
    _ = try decoder.decode(Array("\(line)\n".utf8)[...])
    #expect(decoder.retryMilliseconds == expected)
    _ = try decoder.decode(Array("retry: 99999999999999999999999\n".utf8)[...])
    #expect(decoder.retryMilliseconds == expected)
  }

  @Test("an id without data primes the stream and gives no event")
  func priming() throws {
    var decoder = EventStreamDecoder()
    #expect(try decoder.decode(Array("id: 42\nretry: 10\n\n".utf8)[...]).isEmpty)
    #expect(decoder.lastEventID == "42")
    #expect(decoder.retryMilliseconds == 10)
  }
}
