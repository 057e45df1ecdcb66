import MCP
import OAuth

// A modern host and a legacy server: what the one asks in the middle of a call, the other answers between two.
extension BridgeRun {
  /// Calls whose hosts never come again; the oldest of more is given up.
  private static let mostParked = 100
  private static let mayAsk: Set<String> = ["tools/call", "prompts/get", "resources/read"]

  /// Whether the request may have to be answered in turns.
  func goesInTurns(_ request: JSONRPCRequest) async throws(EngineError) -> Bool {
    guard host.era == .modern, Self.mayAsk.contains(request.method) else { return false }
    if let known = await session?.session.version { return known.era == .legacy }
    return try await spoken { (session, _, _) async throws(ConnectionFailure) in
      await session.version?.era == .legacy
    }
  }

  /// The call's result, or what its server wants to know first.
  func inTurns(
    _ request: JSONRPCRequest, _ perform: @escaping @Sendable () async throws(EngineError) -> JSONText
  ) async throws(EngineError) -> JSONText {
    let call: ParkedCall
    if let state = request.params?["requestState"]?.stringValue {
      guard let index = parked.firstIndex(where: { $0.state == state }) else {
        throw .rpc(
          JSONRPCError(code: JSONRPCError.invalidParams, message: "the call that this answers is over"), server: name)
      }
      call = parked.remove(at: index).call
      inTurn.append(call)
      call.take(request.params?["inputResponses"]?.objectValue ?? [:])
    } else {
      call = ParkedCall()
      inTurn.append(call)
      Task.detached(executorPreference: executor) {
        do throws(EngineError) { call.finish(.success(try await perform())) } catch { call.finish(.failure(error)) }
      }
    }
    switch await call.next() {
    case .outcome(let outcome):
      inTurn.removeAll { $0 === call }
      return try outcome.get()
    case .questions(let questions):
      let state = Base64URL.encode(dependencies.randomBytes(16))
      parked.append((state, call))
      if parked.count > Self.mostParked { parked.removeFirst().call.finish(.failure(.cancelled)) }
      return JSONText([
        "resultType": "input_required", "inputRequests": .object(questions), "requestState": .string(state),
      ])
    }
  }

  /// Puts a question to the call that it may belong to: whichever it is told with, the answer goes to the question.
  func askBetween(_ request: JSONRPCRequest) async -> JSONRPCReply {
    guard mayAsk(request.method), let call = inTurn.last else { return .methodNotFound }
    let question = BridgeQuestion(serverID: request.id)
    call.add(question, request)
    return await question.reply()
  }
}
