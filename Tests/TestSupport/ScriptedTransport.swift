public import HTTP
import Synchronization

/// Answers that no server library would send, in the order in which they must be asked for.
public final class ScriptedTransport: HTTPTransport {
  /// What one request meets.
  public enum Answer: Sendable {
    case response(HTTPResponse)
    case failure(TransportError.Kind, sent: Bool)

    public static func json(_ text: String, status: Int = 200) -> Answer {
      .response(
        HTTPResponse(
          status: status, headers: HTTPHeaders([("Content-Type", "application/json")]), body: Array(text.utf8)))
    }

    public static func status(_ status: Int, _ headers: [(String, String)] = [], body: String = "") -> Answer {
      .response(HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8)))
    }

    public static let html = status(200, [("Content-Type", "text/html; charset=utf-8")], body: "<!doctype html>")
  }

  private struct State {
    var script: [(request: String, answer: Answer)]
    var requests: [HTTPRequest] = []
  }

  private let state: Mutex<State>
  private let others: (any HTTPTransport)?

  /// Each entry is a method and a URL (`GET https://example.com/`) with what it meets; a request that is not the next
  /// one goes to `others`, and fails loudly where there are none.
  public init(_ script: [(String, Answer)], others: (any HTTPTransport)? = nil) {
    state = Mutex(State(script: script.map { (request: $0.0, answer: $0.1) }))
    self.others = others
  }

  /// What was asked, in order.
  public var requests: [HTTPRequest] { state.withLock { $0.requests } }
  /// What was never asked for.
  public var unused: [String] { state.withLock { $0.script.map(\.request) } }

  public func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    let line = "\(request.method.rawValue) \(request.url.raw)"
    let answer = state.withLock { state -> Answer? in
      state.requests.append(request)
      guard state.script.first?.request == line else { return nil }
      return state.script.removeFirst().answer
    }
    switch answer {
    case .response(let response): return Self.feed(response, to: receiver)
    case .failure(let kind, let sent): throw TransportError(kind, url: request.url, sent: sent)
    case nil:
      guard let others else {
        throw TransportError(
          .malformed("unexpected \(line); next is \(unused.first ?? "nothing")"), url: request.url, sent: false)
      }
      return try await others.exchange(request, into: receiver)
    }
  }

  private static func feed<Receiver: HTTPResponseReceiver>(_ response: HTTPResponse, to receiver: Receiver) -> Receiver
  {
    var receiver = receiver
    guard receiver.receive(head: response.head) == .more, !response.body.isEmpty else { return receiver }
    _ = receiver.receive(bytes: response.body[...])
    return receiver
  }
}
