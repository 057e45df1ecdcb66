import NIOCore
import NIOHTTP1
import NIOPosix

typealias ConnectionChannel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

/// One or two bound sockets on the same port.
struct Listener: Sendable {
  /// Connections come bare: one that is accepted while the listener closes is dropped unseen, and a wrapped one must not be.
  typealias ServerChannel = NIOAsyncChannel<any Channel, Never>

  let channels: [ServerChannel]
  let port: Int

  /// How often a port that the kernel chose for the first address may be taken at the second.
  private static let attempts = 20

  static func bind(
    _ addresses: [LoopbackAddress], port: Int, on group: MultiThreadedEventLoopGroup
  ) async throws(LoopbackError) -> Listener {
    guard (0...65535).contains(port) else { throw LoopbackError(reason: "port \(port) is not between 0 and 65535") }
    guard !addresses.isEmpty else { throw LoopbackError(reason: "no address to bind") }
    for _ in 1..<attempts where port == 0 {
      if let listener = try? await once(addresses, port: 0, on: group) { return listener }
    }
    return try await once(addresses, port: port, on: group)
  }

  private static func once(
    _ addresses: [LoopbackAddress], port: Int, on group: MultiThreadedEventLoopGroup
  ) async throws(LoopbackError) -> Listener {
    var channels: [ServerChannel] = []
    var chosen = port
    for address in addresses {
      do {
        let channel: ServerChannel = try await bootstrap(group).bind(host: address.literal, port: chosen) { channel in
          channel.eventLoop.makeSucceededFuture(channel)
        }
        channels.append(channel)
        chosen = channel.channel.localAddress?.port ?? chosen
      } catch {
        for bound in channels { try? await bound.executeThenClose { _ in } }
        throw LoopbackError(error)
      }
    }
    return Listener(channels: channels, port: chosen)
  }

  /// A stored redirect port must be bindable within TIME_WAIT of its last use, hence SO_REUSEADDR; SO_REUSEPORT would
  /// let another process share the port and is never set.
  private static func bootstrap(_ group: MultiThreadedEventLoopGroup) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 128)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      // Nothing is read before there is somebody to read it.
      .childChannelOption(.autoRead, value: false)
  }
}
