import MCP
import Synchronization

/// A call of a modern host's to a legacy server, which asks in the middle of it: the server waits on its stream, while the host
/// is given its questions as a result, and comes again with the answers (MCP 2026-07-28, Multi Round-Trip Requests).
final class ParkedCall: Sendable {
  /// What the host is told next.
  enum Turn {
    case outcome(Result<JSONText, EngineError>)
    /// By the names under which the answers come back.
    case questions([String: JSONValue])
  }

  private struct State {
    var outcome: Result<JSONText, EngineError>?
    /// Asked by the server, and not told to the host yet.
    var untold: [String: JSONValue] = [:]
    var open: [String: BridgeQuestion] = [:]
    var lastName = 0
    var waiting: CheckedContinuation<Turn, Never>?

    /// What there is to tell; a question goes before an outcome.
    mutating func turn() -> Turn? {
      if !untold.isEmpty {
        defer { untold = [:] }
        return .questions(untold)
      }
      return outcome.map { .outcome($0) }
    }
  }
  private let state = Mutex(State())

  /// The server's call is over.
  func finish(_ outcome: Result<JSONText, EngineError>) { change { $0.outcome = $0.outcome ?? outcome } }

  /// The server asks.
  func add(_ question: BridgeQuestion, _ request: JSONRPCRequest) {
    var asked: [String: JSONValue] = ["method": .string(request.method)]
    asked["params"] = request.params
    change {
      $0.lastName += 1
      $0.untold["q\($0.lastName)"] = .object(asked)
      $0.open["q\($0.lastName)"] = question
    }
  }

  /// The host has come again: each answer goes to its question, and a question without one is taken back.
  func take(_ responses: [String: JSONValue]) {
    let open = state.withLock { state in
      let told = state.open.filter { state.untold[$0.key] == nil }
      for name in told.keys { state.open[name] = nil }
      return told
    }
    for (name, question) in open {
      let refusal = JSONRPCError(code: JSONRPCError.invalidParams, message: "no answer was given")
      question.answer(responses[name].map { .result($0) } ?? .failure(refusal))
    }
  }

  /// Waits for what there is to tell. A task that is cancelled is told that.
  func next() async -> Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turn = state.withLock { state -> Turn? in
          if let turn = state.turn() { return turn }
          state.waiting = continuation
          return nil
        }
        if let turn { continuation.resume(returning: turn) }
      }
    } onCancel: {
      finish(.failure(.cancelled))
    }
  }

  private func change(_ body: (inout State) -> Void) {
    let (waiting, turn) = state.withLock { state -> (CheckedContinuation<Turn, Never>?, Turn?) in
      body(&state)
      guard let waiting = state.waiting, let turn = state.turn() else { return (nil, nil) }
      state.waiting = nil
      return (waiting, turn)
    }
    if let waiting, let turn { waiting.resume(returning: turn) }
  }
}
