import Glibc
import HTTP

/// One request and its answer, on one connection.
struct Exchange<Receiver: HTTPResponseReceiver> {
  let request: HTTPRequest
  /// As they go over the wire.
  let bytes: [UInt8]
  let waiter: Waiter
  private(set) var receiver: Receiver
  private var parser = HTTPResponseParser()
  private var peer: AddressScope?
  private var isWritten = false
  private var hasBody = false
  private var isSuccess = false
  /// Looks for more behind a length that ends in the middle of a document.
  private var isReadingOn = false
  /// A socket holds no more than this. What comes when the time is over was there before, up to here.
  private var spare = 16 << 20

  init(_ request: HTTPRequest, _ bytes: [UInt8], _ waiter: Waiter, into receiver: Receiver) {
    self.request = request
    self.bytes = bytes
    self.waiter = waiter
    self.receiver = receiver
  }

  /// After a failure: whether the request may be sent once more over another connection. Not a byte of an answer came, and
  /// the server cannot have seen the whole request, or may see it twice.
  var mayBeRepeated: Bool { !parser.hasBegun && (!isWritten || request.method == .get) }

  /// Sends the request and feeds the answer to the receiver. True where the connection can carry another request.
  ///
  /// A receiver that goes by documents has an answer where it has a whole one, whatever ended the exchange.
  mutating func run(on connection: Connection) throws(TransportFailure) -> Bool {
    peer = connection.peer
    isWritten = false
    connection.send(bytes)
    do throws(TransportFailure) { return try transfer(connection) } catch {
      if parser.hasHead, error.kind != .tooLarge, isReadingOn || receiver.document == .whole { return false }
      if request.takesPart, isSuccess, [.closed, .timedOut].contains(error.kind), receiver.document == .part {
        return false
      }
      if error.kind == .closed, let fault = parser.fault { throw TransportFailure(fault) }
      throw error
    }
  }

  private mutating func transfer(_ connection: Connection) throws(TransportFailure) -> Bool {
    var isWritable = true
    while true {
      if isWritable { isWritable = connection.flush() }
      isWritten = isWritten || (isWritable && !connection.hasOutgoing)
      let isFull = isWritable && connection.hasOutgoing
      guard try waiter.wait(for: connection.number, POLLIN | (isFull ? POLLOUT : 0)) else {
        throw TransportFailure(.timedOut, sent: true)
      }
      if let keeps = try drain(connection) { return keeps }
    }
  }

  /// Reads all that is there. Nil where the answer goes on.
  private mutating func drain(_ connection: Connection) throws(TransportFailure) -> Bool? {
    while true {
      switch try connection.read() {
      case .nothing: return nil
      case .end(let isClean):
        if parser.hasHead, parser.isWhole(cleanEnd: isClean) { return false }
        throw parser.isForeign ? TransportFailure(.notHTTP) : TransportFailure(.closed, sent: true)
      case .bytes(var input):
        if try waiter.isOver() { spare -= input.count }
        guard spare >= 0 else { throw TransportFailure(.timedOut, sent: true) }
        if let keeps = try feed(&input, connection) { return keeps }
      }
    }
  }

  private mutating func feed(
    _ input: inout ArraySlice<UInt8>, _ connection: Connection
  ) throws(TransportFailure) -> Bool? {
    while let event = try next(&input) {
      var flow = HTTPFlow.more
      switch event {
      case .head(let status, let headers):
        try refuseFault()
        isSuccess = (200..<300).contains(status)
        flow = receiver.receive(head: HTTPResponseHead(status: status, headers: headers, peer: peer))
      case .body(let piece):
        hasBody = true
        flow = receiver.receive(bytes: piece)
      case .end:
        guard parser.endedByLength, isUnfinished(input) else {
          return parser.allowsReuse && input.isEmpty && !connection.hasOutgoing && request.mayReuseConnection
        }
        parser.readOn()
        isReadingOn = true
        waiter.limit(.seconds(1))
      }
      if flow == .done { return false }
      if flow == .tooLarge { throw TransportFailure(.tooLarge, sent: true) }
    }
    try refuseFault()
    if let fault = parser.fault {
      if receiver.document == .whole { return false }
      if parser.isBroken { throw TransportFailure(fault) }
    }
    return nil
  }

  /// Whether a length has ended in the middle of a document, or before one that is there.
  private func isUnfinished(_ input: ArraySlice<UInt8>) -> Bool {
    guard let document = receiver.document else { return false }
    return document == .part || (!hasBody && input.first == UInt8(ascii: "{"))
  }

  private mutating func next(_ input: inout ArraySlice<UInt8>) throws(TransportFailure) -> HTTPResponseParser.Event? {
    do { return try parser.next(&input) } catch { throw TransportFailure(error) }
  }

  /// What goes by the framing alone takes none that is at fault.
  private func refuseFault() throws(TransportFailure) {
    if let fault = parser.fault, receiver.document == nil { throw TransportFailure(fault) }
  }
}
