import HTTP
import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS

/// TLS for one connection as a machine without I/O: bytes of the network in, bytes for the network out. To be used by the
/// thread that made it, and no other.
final class TLSSession {
  private let channel: EmbeddedChannel
  private let handler: NIOSSLClientHandler
  private let handshake: Handshake

  private final class Handshake: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    var isDone = false

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case TLSUserEvent.handshakeCompleted = event { isDone = true }
      context.fireUserInboundEventTriggered(event)
    }
  }

  /// Begins the handshake; the first bytes of it are there to be taken. The host is nil for an address in the URL: then the
  /// certificate has to name the address itself.
  init(_ context: NIOSSLContext, host: String?, address: NetworkAddress?) throws(TransportFailure) {
    do {
      handler = try NIOSSLClientHandler(context: context, serverHostname: host)
      handshake = Handshake()
      channel = EmbeddedChannel()
      try channel.pipeline.syncOperations.addHandlers([handler, handshake])
      if let address = address?.socketAddress {
        channel.connect(to: address, promise: nil)
      } else {
        channel.connect(to: try SocketAddress(ipAddress: "0.0.0.0", port: 0), promise: nil)
      }
      try channel.throwIfErrorCaught()
    } catch { throw TransportFailure(tls: error) }
  }

  /// Whether the server has proved who it is, and the connection carries data.
  var isUp: Bool { handshake.isDone }

  /// Whether the peer has said that nothing more comes (RFC 8446 §6.1).
  var isClosed: Bool { !channel.isActive }

  /// Throws where the certificate does not name this host.
  func checkIdentity(_ host: String) throws(TransportFailure) {
    guard let certificate = handler.peerCertificate, ServerIdentity.names(of: certificate, cover: host) else {
      throw TransportFailure(.tls(TransportFailure.otherHost), sent: false)
    }
  }

  /// Takes what came from the network. What it makes of it is in `takeInbound` and `takeOutbound`, also where it throws.
  func receive(_ bytes: ArraySlice<UInt8>) throws(TransportFailure) {
    do { try channel.writeInbound(ByteBuffer(bytes: bytes)) } catch {
      let failure = TransportFailure(tls: error)
      guard failure.isOfTrust else { throw failure }
      throw failure.signed(by: handler.peerCertificate.flatMap { CertificateIssuer.name(of: $0) })
    }
  }

  /// The connection has ended.
  func receiveEnd() throws(TransportFailure) {
    guard channel.isActive else { return }
    channel.pipeline.fireChannelInactive()
    do { try channel.throwIfErrorCaught() } catch { throw TransportFailure(tls: error) }
  }

  /// Takes what is to be sent.
  func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

  /// What the peer has sent so far, once.
  func takeInbound() -> [UInt8] { take { try channel.readInbound(as: ByteBuffer.self) } }

  /// What has to go to the network, once.
  func takeOutbound() -> [UInt8] { take { try channel.readOutbound(as: ByteBuffer.self) } }

  /// Ends it: close_notify (RFC 8446 §6.1) is there to be taken. The library's parts hold each other until their loop has run.
  func end() {
    if channel.isActive { channel.close(mode: .output, promise: nil) }
    channel.embeddedEventLoop.run()
    if channel.isActive {
      channel.pipeline.syncOperations.removeHandler(handler, promise: nil)
      channel.embeddedEventLoop.run()
    }
  }

  private func take(_ next: () throws -> ByteBuffer?) -> [UInt8] {
    var bytes: [UInt8] = []
    while let buffer = try? next() { bytes += buffer.readableBytesView }
    return bytes
  }
}
