/// Takes an answer apart while it arrives. A value without I/O: the transport feeds it, a test can feed it byte by byte.
public protocol HTTPResponseReceiver: Sendable {
  /// Called once, first.
  mutating func receive(head: HTTPResponseHead) -> HTTPFlow
  /// Called for each piece of the body, split anywhere.
  mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow
  /// How much of one JSON document has come, for a receiver that takes a whole one for an answer whatever the framing said
  /// of its end. Nil, as by default, for one that goes by the framing.
  var document: JSONExtent? { get }
}

extension HTTPResponseReceiver {
  public var document: JSONExtent? { nil }
}

/// What the transport does next.
public enum HTTPFlow: Sendable, Equatable {
  /// Reads on.
  case more
  /// Stops and closes the connection: the receiver has what it wants.
  case done
  /// Stops, closes the connection and throws `TransportError.Kind.tooLarge`.
  case tooLarge
}

/// Keeps the whole body, up to a limit. A whole document is an answer, however it was framed: what it holds may be the only
/// tokens that there are.
public struct CollectingReceiver: HTTPResponseReceiver {
  /// Bytes; a longer body is refused.
  public let limit: Int
  /// Whether the body of what is no document, by its head, is left unread.
  public let wantsDocument: Bool
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []

  /// The limit is in bytes; 1 MiB is ample for every OAuth document.
  public init(limit: Int = 1 << 20, wantsDocument: Bool = false) {
    self.limit = limit
    self.wantsDocument = wantsDocument
  }

  public mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
    self.head = head
    return wantsDocument && !head.headers.isOfDocument ? .done : .more
  }

  public mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
    guard body.count + bytes.count <= limit else { return .tooLarge }
    body.append(contentsOf: bytes)
    return .more
  }

  public var document: JSONExtent? { JSONExtent(of: content) }

  /// The answer, once a head has come; without the NULs that some servers send behind a whole document.
  public var response: HTTPResponse? {
    let content = content
    let isPadded = content.last == 0 && JSONExtent(of: content) == .whole
    let end = isPadded ? content.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0 : content.count
    return head.map { HTTPResponse($0, body: Array(content[..<end])) }
  }

  /// Without a compression that nobody asked for, within the same limit.
  private var content: [UInt8] {
    guard let head, head.headers.isCompressed else { return body }
    return head.headers.expanded(body, limit: limit) ?? body
  }
}
