import NIOCore
import NIOHTTP1

/// The body of an answer that is still being written.
public struct LoopbackStream: Sendable {
  private let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  private let silent: Bool

  /// A silent stream takes bytes and sends none: the answer to a HEAD request.
  init(_ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>, silent: Bool) {
    self.outbound = outbound
    self.silent = silent
  }

  /// Sends bytes at once; `false` means that the peer has gone and further writes are pointless.
  public func write(_ bytes: [UInt8]) async -> Bool {
    guard !silent, !bytes.isEmpty else { return !silent }
    do {
      try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
      return true
    } catch {
      return false
    }
  }
}
