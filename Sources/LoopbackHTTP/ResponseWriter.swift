import NIOCore
import NIOHTTP1

/// Puts one answer on the wire.
struct ResponseWriter: Sendable {
  let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  let channel: any Channel

  /// Whether the connection can take another request afterwards.
  func write(_ response: LoopbackResponse, to request: HTTPRequestHead) async throws -> Bool {
    let silent = request.method == .HEAD
    switch response.body {
    case .drop:
      return false
    case .truncated(let bytes, let declaredLength):
      try await head(response, to: request, length: declaredLength, keepAlive: false)
      try await flush(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
      return false
    case .raw(let bytes):
      try await send(bytes)
      return false
    case .bytes(let bytes):
      try await head(response, to: request, length: bytes.count, keepAlive: request.isKeepAlive)
      if !silent, !bytes.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes)))) }
      try await flush(.end(nil))
      return request.isKeepAlive
    case .stream(let produce):
      // HTTP/1.0 knows no chunks: there the end of the connection is the end of the body.
      let keepAlive = request.isKeepAlive && request.version != .http1_0
      try await head(response, to: request, length: nil, keepAlive: keepAlive)
      await produce(LoopbackStream(outbound, silent: silent))
      try await flush(.end(nil))
      return keepAlive
    }
  }

  /// Around the encoder, which would make a right answer of it.
  private func send(_ bytes: [UInt8]) async throws {
    let channel = channel
    try await channel.eventLoop.flatSubmit {
      let promise = channel.eventLoop.makePromise(of: Void.self)
      do {
        let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
      } catch { promise.fail(error) }
      return promise.futureResult
    }.get()
  }

  /// The last part. What the socket has not taken yet is lost when the connection is closed, so this waits for it.
  private func flush(_ part: HTTPServerResponsePart) async throws {
    try await channel.writeAndFlush(part).get()
  }

  private func head(
    _ response: LoopbackResponse, to request: HTTPRequestHead, length: Int?, keepAlive: Bool
  ) async throws {
    var headers = HTTPHeaders(response.headers)
    if response.status >= 200, response.status != 204, let length {
      headers.replaceOrAdd(name: "content-length", value: String(length))
    }
    if !keepAlive { headers.replaceOrAdd(name: "connection", value: "close") }
    let version: HTTPVersion = request.version == .http1_0 ? .http1_0 : .http1_1
    let status = HTTPResponseStatus(statusCode: response.status)
    try await outbound.write(.head(HTTPResponseHead(version: version, status: status, headers: headers)))
  }
}
