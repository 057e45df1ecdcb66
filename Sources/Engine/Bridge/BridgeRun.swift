import FoundationEssentials
import MCP
import Registry

/// One host and one server, from the host's first line to its last.
///
/// It keeps no state that another process would need: no port, no lock and no file of its own.
actor BridgeRun {
  let calling: Calling
  let name: String
  let options: BridgeOptions
  let port: HostPort
  /// Where the tasks of this run go on.
  let executor: (any TaskExecutor)?
  /// What the host has said of itself last.
  var host = HostDeclaration.none
  /// The conversation with the server, from the first request on that needs it.
  var session: BridgeSession?
  /// The host's requests that are not answered yet.
  var underWay: [RequestID: Task<Void, Never>] = [:]
  /// Which of them came together, and are answered together.
  var batches: [RequestID: BridgeBatch] = [:]
  /// What the host has been asked.
  var questions: [RequestID: BridgeQuestion] = [:]
  private var lastQuestion = 0
  /// What a host of the session era wants of a server of the other: the level of its log, and resources to be told of.
  var logLevel: String?
  var subscriptions: Set<String> = []
  /// Calls of a modern host that a legacy server has begun, and those whose questions the host has been told, by the state that
  /// it brings back.
  var inTurn: [ParkedCall] = []
  var parked: [(state: String, call: ParkedCall)] = []
  /// Listens to what the server says of its own accord.
  var listening: Task<Void, Never>?
  /// The server's tools by their names, once they are known.
  var tools: [String: ToolDefinition]?
  /// What is stored of the server's introduction.
  var kept: ServerIntroduction?

  var registry: ServerRegistry { calling.registry }
  var dependencies: Dependencies { calling.dependencies }

  init(_ calling: Calling, _ name: String, _ options: BridgeOptions, _ port: HostPort) {
    self.calling = calling
    self.name = name
    self.options = options
    self.port = port
    executor = CurrentExecutor.value
  }

  /// Until the host is gone.
  func run() async {
    while let line = await port.next() { take(line) }
    listening?.cancel()
    for task in underWay.values { task.cancel() }
    for question in questions.values { question.answer(.failure(Self.gone)) }
    questions = [:]
    // Hosts wait two seconds before they kill.
    await session?.session.close(within: .seconds(1))
  }

  private static let gone = JSONRPCError(code: JSONRPCError.internalError, message: "the client is gone")

  private func take(_ line: [UInt8]) {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    let messages: [JSONRPCMessage]
    do throws(MCPError) { messages = try JSONRPCMessage.parse(line) } catch {
      let code = error == .notJSONRPC ? JSONRPCError.invalidRequest : JSONRPCError.parseError
      return port.send(.failure(nil, JSONRPCError(code: code, message: "not a message of JSON-RPC 2.0")))
    }
    let requests = messages.compactMap { if case .request(let request) = $0 { request.id } else { nil } }
    if line.first(where: { $0 > 0x20 }) == UInt8(ascii: "["), !requests.isEmpty,
      host.agreedLegacyVersion == .v2025_03_26
    {
      let batch = BridgeBatch(count: Set(requests).count)
      for id in requests where underWay[id] == nil { batches[id] = batch }
    }
    for message in messages { take(message) }
  }

  private func take(_ message: JSONRPCMessage) {
    switch message {
    case .request(let request): take(request)
    case .notification(let notification): heed(notification)
    case .response(let id, let result): questions.removeValue(forKey: id)?.answer(.result(result))
    case .failure(let id?, let error): questions.removeValue(forKey: id)?.answer(.failure(error))
    case .failure(nil, _): break
    }
  }

  private func take(_ request: JSONRPCRequest) {
    if let declared = HostDeclaration(request) { host = declared }
    guard underWay[request.id] == nil else {
      return port.send(
        .failure(request.id, JSONRPCError(code: JSONRPCError.invalidRequest, message: "the id is in use")))
    }
    underWay[request.id] = Task.detached(executorPreference: executor) { await self.answer(request) }
  }

  private func answer(_ request: JSONRPCRequest) async {
    let message: BridgeMessage
    do throws(EngineError) { message = .result(request.id, try await result(of: request)) } catch {
      if case .rpc(let refusal, _) = error {
        message = .failure(request.id, refusal)
      } else {
        message = .failure(request.id, options.words(error))
      }
    }
    underWay[request.id] = nil
    // A request that was cancelled is not answered any more (MCP 2025-11-25, Cancellation).
    guard !Task.isCancelled else { return }
    guard let batch = batches.removeValue(forKey: request.id) else { return port.send(message) }
    if let whole = batch.add(message) { port.send(whole) }
  }

  /// A notification of the host's.
  private func heed(_ notification: JSONRPCNotification) {
    switch notification.method {
    case "notifications/initialized": break
    case "notifications/cancelled":
      guard let id = RequestID(notification.params?["requestId"]) else { return }
      underWay[id]?.cancel()
    default:
      guard let session = session?.session else { return }
      Task.detached(executorPreference: executor) { await session.notify(notification) }
    }
  }

  /// Asks the host, and waits for what it says.
  func ask(_ request: JSONRPCRequest) async -> JSONRPCReply {
    guard mayAsk(request.method) else { return .methodNotFound }
    lastQuestion += 1
    let id = RequestID.string("mcpcred-\(lastQuestion)")
    let question = BridgeQuestion(serverID: request.id)
    questions[id] = question
    port.send(.message(JSONRPCRequest(id: id, method: request.method, params: request.params).json))
    let reply = await question.reply()
    questions[id] = nil
    return reply
  }

  /// What the host has not declared it is not asked.
  func mayAsk(_ method: String) -> Bool {
    switch method {
    case "elicitation/create": host.capabilities["elicitation"] != nil
    case "sampling/createMessage": host.capabilities["sampling"] != nil
    case "roots/list": host.capabilities["roots"] != nil
    default: true
    }
  }
}
