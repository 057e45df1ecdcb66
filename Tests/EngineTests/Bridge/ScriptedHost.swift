import MCP
import Synchronization
import TestSupport

@testable import Engine

/// A host of a test: what it says goes in line by line, what it is told is kept.
final class ScriptedHost: Sendable {
  private struct State {
    var told: [JSONValue] = []
    var lines: [[UInt8]] = []
    var isGone = false
    var reader: CheckedContinuation<[UInt8]?, Never>?
  }
  private let state = Mutex(State())

  var port: HostPort {
    HostPort {
      await self.next()
    } send: { message in
      var bytes: [UInt8] = []
      message.write { bytes += $0 }
      let value = (try? JSONValue.parse(bytes)) ?? "not JSON"
      self.state.withLock { $0.told.append(value) }
    }
  }

  var messages: [JSONValue] { state.withLock { $0.told } }

  func say(_ message: JSONValue) { say(bytes: message.serialized()) }
  func say(line: String) { say(bytes: Array(line.utf8)) }

  private func say(bytes: [UInt8]) {
    let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, Never>? in
      defer { state.reader = nil }
      if state.reader == nil { state.lines.append(bytes) }
      return state.reader
    }
    reader?.resume(returning: bytes)
  }

  func leave() {
    let reader = state.withLock { state in
      state.isGone = true
      return state.reader
    }
    reader?.resume(returning: nil)
  }

  private func next() async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let line = state.withLock { state -> [UInt8]?? in
        if !state.lines.isEmpty { return state.lines.removeFirst() }
        if state.isGone { return .some(nil) }
        state.reader = continuation
        return nil
      }
      if let line { continuation.resume(returning: line) }
    }
  }

  /// Says a request and waits for what answers it.
  func ask(_ id: RequestID, _ method: String, _ params: JSONValue? = nil) async throws -> JSONValue {
    say(JSONRPCRequest(id: id, method: method, params: params).json)
    return try await answer(id)
  }

  func answer(_ id: RequestID) async throws -> JSONValue {
    try await message { $0["id"] == id.json && $0["method"] == nil }
  }

  func message(_ fits: @Sendable (JSONValue) -> Bool) async throws -> JSONValue {
    guard await eventually({ self.messages.contains(where: fits) }), let found = messages.first(where: fits) else {
      throw Silence(told: messages)
    }
    return found
  }

  /// The host was not told what it waited for.
  struct Silence: Error { let told: [JSONValue] }
}
