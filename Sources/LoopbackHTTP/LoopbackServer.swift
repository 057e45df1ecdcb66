import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server that can only be reached from this machine.
public final class LoopbackServer: Sendable {
  /// The port that all addresses share.
  public let port: Int

  private let listener: Listener
  private let group: MultiThreadedEventLoopGroup
  private let open: OpenConnections
  /// Ends when no listener and no connection is left.
  private let serving: Task<Void, Never>

  /// How long `stop()` waits for answers under way.
  private static let grace: Duration = .seconds(2)

  private init(
    listener: Listener, group: MultiThreadedEventLoopGroup, open: OpenConnections, serving: Task<Void, Never>
  ) {
    self.listener = listener
    self.group = group
    self.open = open
    self.serving = serving
    port = listener.port
  }

  /// Binds `127.0.0.1` and/or `::1` on one port and serves until `stop()`.
  ///
  /// - Parameters:
  ///   - addresses: which loopback addresses to bind.
  ///   - port: 0 lets the kernel choose one that is free on all of them.
  ///   - maxBody: in bytes; a larger request body is answered 413.
  ///   - handler: called once per request, for several connections at the same time.
  /// - Throws: `LoopbackError` when a socket cannot be bound.
  public static func start(
    on addresses: [LoopbackAddress] = [.v4], port: Int, maxBody: Int = 1 << 20,
    handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse
  ) async throws(LoopbackError) -> LoopbackServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let listener: Listener
    do {
      listener = try await Listener.bind(addresses, port: port, on: group)
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
    let open = OpenConnections()
    let serving = Task {
      await withTaskGroup(of: Void.self) { accepting in
        for channel in listener.channels {
          accepting.addTask { await accept(channel, open: open, maxBody: maxBody, handler: handler) }
        }
      }
      open.finish()
      // A server that nobody stops goes on serving: its threads must not end before its sockets.
      withExtendedLifetime(group) {}
    }
    return LoopbackServer(listener: listener, group: group, open: open, serving: serving)
  }

  private static func accept(
    _ server: Listener.ServerChannel, open: OpenConnections, maxBody: Int,
    handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse
  ) async {
    await withDiscardingTaskGroup { connections in
      try? await server.executeThenClose { incoming in
        for try await channel in incoming {
          let connection = Connection(channel: channel, open: open, maxBody: maxBody, handler: handler)
          connections.addTask { await connection.serve() }
        }
      }
    }
  }

  /// Stops accepting, lets answers under way finish for at most two seconds, then closes every connection. When it
  /// returns, the port is free. A second call only waits for the first.
  public func stop() async {
    guard let idle = open.drain() else {
      _ = await ended(within: Self.grace * 2)
      return
    }
    for channel in listener.channels { try? await channel.channel.close() }
    for channel in idle { channel.close(promise: nil) }
    if await !ended(within: Self.grace) {
      for channel in open.remaining { channel.close(promise: nil) }
      serving.cancel()
      // A handler that ignores cancellation keeps its task, not its connection: the wait for it is bounded too.
      guard await ended(within: .milliseconds(200)) else {
        Task { [serving, group] in
          await serving.value
          try? await group.shutdownGracefully()
        }
        return
      }
    }
    try? await group.shutdownGracefully()
  }

  private func ended(within limit: Duration) async -> Bool {
    let deadline = ContinuousClock.now + limit
    while !open.finished, ContinuousClock.now < deadline {
      // In a cancelled task the sleep returns at once; yielding keeps the wait from starving the work it waits for.
      if (try? await Task.sleep(for: .milliseconds(2))) == nil { await Task.yield() }
    }
    return open.finished
  }
}
