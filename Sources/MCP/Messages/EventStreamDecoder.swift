/// Takes a `text/event-stream` apart while it arrives, split anywhere (WHATWG HTML §9.2.6).
public struct EventStreamDecoder: Sendable {
  /// Bytes of one event; a longer one is refused.
  public let limit: Int
  /// The last `id` seen, also of an event without data; empty where there was none.
  public private(set) var lastEventID = ""
  /// The last `retry` seen, in milliseconds.
  public private(set) var retryMilliseconds: Int?

  /// Bytes.
  private static let large = 1 << 16

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var type = ""
  private var isFirstLine = true
  private var endedWithCR = false

  /// The limit is in bytes.
  public init(limit: Int = 64 << 20) { self.limit = limit }

  /// Takes the next piece and gives the events it completes. An event that the end of the stream cuts short is lost,
  /// as the standard wants.
  ///
  /// Throws `eventTooLarge`; the decoder is of no use afterwards.
  public mutating func decode(_ piece: ArraySlice<UInt8>) throws(MCPError) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var rest = piece
    while let first = rest.first {
      if endedWithCR {
        endedWithCR = false
        if first == 0x0A {
          rest.removeFirst()
          continue
        }
      }
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      guard line.count + data.count + (end - rest.startIndex) <= limit else { throw .eventTooLarge(limit: limit) }
      line.append(contentsOf: rest[rest.startIndex..<end])
      guard end < rest.endIndex else { break }
      endedWithCR = rest[end] == 0x0D
      rest = rest[(end + 1)...]
      if let event = endLine() { events.append(event) }
    }
    return events
  }

  /// The data of an event whose lines are whole and whose blank line has not come; nil where there is none.
  public var unended: [UInt8]? {
    line.isEmpty && !data.isEmpty && (type.isEmpty || type == "message") ? data.dropLast() : nil
  }

  private mutating func endLine() -> ServerSentEvent? {
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    defer { line.removeAll(keepingCapacity: line.count < 1 << 16) }
    guard !line.isEmpty else { return dispatch() }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      take(name: line[...], value: [])
      return nil
    }
    if data.isEmpty, line.count > Self.large, line.starts(with: "data".utf8), colon == 4 {
      // Most of a large event is this one line: it is not copied.
      swap(&data, &line)
      data.removeFirst(data.count > 5 && data[5] == UInt8(ascii: " ") ? 6 : 5)
      data.append(0x0A)
      return nil
    }
    let value = line[(colon + 1)...]
    take(name: line[..<colon], value: value.first == UInt8(ascii: " ") ? value.dropFirst() : value)
    return nil
  }

  private mutating func take(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    switch String(decoding: name, as: UTF8.self) {
    case "data":
      data.append(contentsOf: value)
      data.append(0x0A)
    case "event": type = String(decoding: value, as: UTF8.self)
    case "id": if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
    case "retry":
      if !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) {
        retryMilliseconds = Int(String(decoding: value, as: UTF8.self)) ?? retryMilliseconds
      }
    // A comment has an empty name; unknown fields are skipped.
    default: break
    }
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      data = []
      type = ""
    }
    guard data.popLast() != nil else { return nil }
    var whole: [UInt8] = []
    swap(&whole, &data)
    return ServerSentEvent(type: type.isEmpty ? "message" : type, data: whole, lastEventID: lastEventID)
  }
}
