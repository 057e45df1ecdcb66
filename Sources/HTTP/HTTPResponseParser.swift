/// Reads one answer from bytes that are split anywhere (RFC 9112). A value without I/O that traps on nothing a peer sends.
///
/// Lenient where an answer can be told all the same: bare line feeds, folded lines, equal lengths twice, a length beside
/// chunks, which win. Interim answers and trailers are read and dropped.
public struct HTTPResponseParser: Sendable {
  /// What the bytes hold, in order: one head, pieces of the body, the end.
  public enum Event: Sendable, Equatable {
    case head(status: Int, HTTPHeaders)
    case body(ArraySlice<UInt8>)
    case end
  }

  private enum State: Sendable {
    case status, fields, length(UInt64), close, chunkSize, chunk(UInt64), chunkEnd, trailers, ended
    /// Whatever comes now cannot be told apart.
    case broken
  }

  private static let lineLimit = 100 << 10
  private static let headLimit = 256 << 10
  private static let lineCountLimit = 1000
  private static let interimLimit = 16

  /// What is wrong although reading goes on: the answer is not one to a strict reader.
  public private(set) var fault: HTTPFault?
  /// Whether a byte of the answer has come.
  public private(set) var hasBegun = false
  /// Whether the head has come.
  public private(set) var hasHead = false
  private let isTunnel: Bool
  private var state = State.status
  private var line: [UInt8] = []
  private var headSize = 0
  private var lineCount = 0
  private var interimCount = 0
  private var status = 0
  private var isOld = false
  private var fields: [(name: String, value: String)] = []
  private var isLimited = false
  private var staysOpen = false

  /// Without `isTunnel` for the answer of a server; with it for that of a proxy to CONNECT, where a success has no body.
  public init(isTunnel: Bool = false) { self.isTunnel = isTunnel }

  /// Whether the answer has ended by its own framing.
  public var hasEnded: Bool { if case .ended = state { true } else { false } }

  /// Whether the framing can no longer be followed.
  public var isBroken: Bool { if case .broken = state { true } else { false } }

  /// Whether the end was the one that a length set.
  public var endedByLength: Bool { hasEnded && isLimited }

  /// Whether another answer may follow on this connection.
  public var allowsReuse: Bool { hasEnded && staysOpen && fault == nil }

  /// Whether what has come is a whole answer, once nothing more comes. The end is clean where the peer has said that it
  /// is one: a FIN, and under TLS close_notify (RFC 8446 §6.1).
  public func isWhole(cleanEnd: Bool) -> Bool {
    switch state {
    case .ended, .trailers: true
    case .close: cleanEnd && fault == nil
    case .length(let rest): rest == 0
    case .status, .fields, .chunkSize, .chunk, .chunkEnd, .broken: false
    }
  }

  /// Whether what has come of the first line is that of another protocol.
  public var isForeign: Bool {
    if case .status = state {
      !line.isEmpty && !line.prefix(5).elementsEqual("HTTP/".utf8.prefix(line.count))
    } else {
      false
    }
  }

  /// After an end that a length set: takes what follows for more of the body.
  public mutating func readOn() {
    guard endedByLength else { return }
    state = .close
    fault = fault ?? .length
  }

  /// Takes the next event out of the input; nil where all of it is used up, or the answer has ended.
  public mutating func next(_ input: inout ArraySlice<UInt8>) throws(HTTPFault) -> Event? {
    while true {
      switch state {
      case .ended: return nil
      case .broken:
        input = []
        return nil
      case .close:
        guard !input.isEmpty else { return nil }
        defer { input = [] }
        return .body(input)
      case .length(let rest):
        guard rest > 0 else { return end() }
        guard let piece = take(rest, from: &input) else { return nil }
        state = .length(rest - UInt64(piece.count))
        return .body(piece)
      case .chunk(let rest):
        guard let piece = take(rest, from: &input) else { return nil }
        let left = rest - UInt64(piece.count)
        state = left == 0 ? .chunkEnd : .chunk(left)
        return .body(piece)
      case .status, .fields, .chunkSize, .chunkEnd, .trailers:
        guard let line = try takeLine(&input) else { return nil }
        if let event = try read(line) { return event }
      }
    }
  }

  /// At most this many bytes, and at least one; nil where there is none.
  private func take(_ count: UInt64, from input: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !input.isEmpty else { return nil }
    let piece = input.prefix(Int(min(count, UInt64(input.count))))
    input = input.dropFirst(piece.count)
    return piece
  }

  private mutating func end() -> Event {
    state = .ended
    return .end
  }

  /// A line without its end, which is a line feed with or without a carriage return (RFC 9112 §2.2).
  private mutating func takeLine(_ input: inout ArraySlice<UInt8>) throws(HTTPFault) -> [UInt8]? {
    guard !input.isEmpty else { return nil }
    hasBegun = true
    let piece = input.prefix { $0 != 0x0A }
    line += piece
    headSize += piece.count
    guard line.count <= Self.lineLimit, headSize <= Self.headLimit else { throw .headTooLarge }
    if case .status = state, line.count >= 5, isForeign { throw .notHTTP }
    guard piece.endIndex < input.endIndex else {
      input = []
      return nil
    }
    input = input[(piece.endIndex + 1)...]
    if line.last == 0x0D { line.removeLast() }
    defer { line = [] }
    return line
  }

  private mutating func read(_ line: [UInt8]) throws(HTTPFault) -> Event? {
    switch state {
    case .status: try read(status: line)
    case .fields:
      lineCount += 1
      guard lineCount <= Self.lineCountLimit else { throw .headTooLarge }
      if line.isEmpty { return try endHead() }
      read(field: line)
    case .chunkSize: read(size: line)
    case .chunkEnd: if line.isEmpty { state = .chunkSize } else { spoil() }
    case .trailers:
      if line.isEmpty { return end() }
    case .length, .chunk, .close, .ended, .broken: break
    }
    return nil
  }

  /// Empty lines in front are those of a body before.
  private mutating func read(status line: [UInt8]) throws(HTTPFault) {
    if line.isEmpty {
      lineCount += 1
      guard lineCount <= Self.interimLimit else { throw .notHTTP }
      return
    }
    (isOld, status) = try HTTPLine.status(line)
    state = .fields
  }

  private mutating func read(field line: [UInt8]) {
    switch HTTPLine.field(line) {
    case .field(let name, let value): fields.append((name, value))
    case .more(let text):
      guard let last = fields.indices.last else { return note(.headerLine) }
      fields[last].value += fields[last].value.isEmpty || text.isEmpty ? text : " " + text
    case nil: note(.headerLine)
    }
  }

  private mutating func endHead() throws(HTTPFault) -> Event? {
    let headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
    fields = []
    lineCount = 0
    headSize = 0
    if status < 200 {
      guard status != 101 else { throw .upgrade }
      interimCount += 1
      guard interimCount <= Self.interimLimit else { throw .tooManyInterim }
      state = .status
      return nil
    }
    hasHead = true
    if isTunnel, status < 300 {
      state = .ended
      return .head(status: status, headers)
    }
    let (framing, fault, isPlain) = HTTPFraming.of(status: status, headers)
    if let fault { note(fault) }
    let closes = headers.all("Connection").contains {
      $0.lowercased().split(separator: ",").contains { String($0).trimmed() == "close" }
    }
    staysOpen = isPlain && !isOld && !closes && framing != .close
    switch framing {
    case .length(let length):
      isLimited = true
      state = .length(length)
    case .chunked: state = .chunkSize
    case .close: state = .close
    }
    return .head(status: status, headers)
  }

  private mutating func read(size line: [UInt8]) {
    headSize = 0
    guard let size = HTTPLine.chunkSize(line) else { return spoil() }
    state = size == 0 ? .trailers : .chunk(size)
  }

  private mutating func note(_ fault: HTTPFault) { self.fault = self.fault ?? fault }

  private mutating func spoil() {
    note(.chunk)
    state = .broken
  }
}
