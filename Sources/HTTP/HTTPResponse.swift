/// Status and headers of an answer, before its body.
public struct HTTPResponseHead: Sendable, Equatable {
  public let status: Int
  public let headers: HTTPHeaders
  /// The scope of the address that answered; nil where it is not known, as behind a proxy.
  public let peer: AddressScope?

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), peer: AddressScope? = nil) {
    self.status = status
    self.headers = headers
    self.peer = peer
  }
}

/// An answer with its whole body.
public struct HTTPResponse: Sendable, Equatable {
  public let head: HTTPResponseHead
  public let body: [UInt8]

  public init(_ head: HTTPResponseHead, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.init(HTTPResponseHead(status: status, headers: headers), body: body)
  }

  public var status: Int { head.status }
  public var headers: HTTPHeaders { head.headers }
}
