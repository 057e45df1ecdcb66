import NIOCore
import Synchronization

/// The connections that are open, which of them are in the middle of an answer, and whether the server is stopping.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var busy: Set<ObjectIdentifier> = []
    var draining = false
    var finished = false
  }

  private let state = Mutex(State())

  /// The server's accept loop and all its connections have ended.
  var finished: Bool { state.withLock { $0.finished } }

  func finish() { state.withLock { $0.finished = true } }

  /// `false`: the server is stopping and takes no more connections.
  func open(_ channel: any Channel) -> Bool {
    state.withLock { state in
      guard !state.draining else { return false }
      state.channels[ObjectIdentifier(channel)] = channel
      return true
    }
  }

  func close(_ channel: any Channel) {
    state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = nil
      state.busy.remove(ObjectIdentifier(channel))
    }
  }

  func beginAnswer(_ channel: any Channel) {
    state.withLock { _ = $0.busy.insert(ObjectIdentifier(channel)) }
  }

  /// `false`: the server is stopping, so this was the connection's last answer.
  func endAnswer(_ channel: any Channel) -> Bool {
    state.withLock { state in
      state.busy.remove(ObjectIdentifier(channel))
      return !state.draining
    }
  }

  /// Starts stopping: the connections that are idle and can be closed now, or `nil` if it was started before.
  func drain() -> [any Channel]? {
    state.withLock { state in
      guard !state.draining else { return nil }
      state.draining = true
      return state.channels.filter { !state.busy.contains($0.key) }.map(\.value)
    }
  }

  var remaining: [any Channel] { state.withLock { Array($0.channels.values) } }
}
