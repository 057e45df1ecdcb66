import MCP

// What the server asks while it is asked.
extension MCPSession {
  /// More rounds than this are a conversation without an end.
  private static let mostRounds = 10

  /// Answers what a modern server needs to know before it can go on, and asks again: with a new id, the answers under the
  /// same names, and its state as it was (MCP 2026-07-28, Multi Round-Trip Requests).
  func throughRounds(
    _ first: JSONText, of request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    var result = first
    for _ in 0..<Self.mostRounds {
      guard let input = InputRequired(result) else { return result }
      var responses: [String: JSONValue] = [:]
      for (name, asked) in input.requests.sorted(by: { $0.key < $1.key }) {
        guard let method = asked["method"]?.stringValue else { continue }
        switch await peer.reply(to: JSONRPCRequest(id: .string(name), method: method, params: asked["params"])) {
        case .result(let answer): responses[name] = answer
        case .failure(let error): throw .final(.rpc(error, server: server))
        }
      }
      result = try await perform(request.answering(responses, requestState: input.requestState), onProgress)
    }
    guard InputRequired(result) == nil else {
      throw .final(.mcp(.tooManyRounds(limit: Self.mostRounds), server: server))
    }
    return result
  }

  /// What is made of the messages beside an answer: notifications are told at once, a request is answered while its own
  /// stream goes on.
  func along(_ onProgress: (@Sendable (Progress) -> Void)?, _ position: StreamPosition?) -> SentAlong {
    var along = SentAlong(onProgress: onProgress)
    along.onMessage = taking()
    along.onEvent = position.map { position in { @Sendable place in position.reach(place) } }
    return along
  }

  func taking() -> @Sendable (JSONRPCMessage) -> Void {
    let executor = CurrentExecutor.value, heard = peer.heard
    return { message in
      switch message {
      case .notification(let notification): heard?(notification)
      case .request(let request):
        Task.detached(executorPreference: executor) { await self.answer(request) }
      case .response, .failure: break
      }
    }
  }

  /// MCP 2025-11-25, Transports: the answer is a message of its own.
  private func answer(_ request: JSONRPCRequest) async {
    let reply = await peer.reply(to: request)
    guard case .legacy(let requests) = mode else { return }
    _ = try? await receive(requests.reply(reply, to: request.id), nil, .legacy, nil)
  }
}
