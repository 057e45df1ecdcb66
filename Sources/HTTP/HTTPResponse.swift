/// Status and headers of an answer, before its body.
public struct HTTPResponseHead: Sendable, Equatable {
  public let status: Int
  public let headers: HTTPHeaders

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders()) {
    self.status = status
    self.headers = headers
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
