import FoundationEssentials
import MCP
import Registry
import Synchronization

// What the server says and asks of its own accord.
extension BridgeRun {
  /// Our side of the conversation: the host, as it has declared itself. What a modern host has to answer is told to it as a
  /// result: by a modern server itself, which passes unread.
  func peer() -> SessionPeer {
    let port = port, isModern = host.era == .modern
    var peer = SessionPeer(
      client: host.client ?? ClientInfo(name: "mcpcred", version: calling.workplace.version),
      capabilities: host.capabilities)
    peer.heard = { notification in
      switch notification.method {
      case "notifications/subscriptions/acknowledged" where !isModern: return
      case "notifications/cancelled": return self.detach { await self.withdraw(notification) }
      case "notifications/tools/list_changed": self.detach { await self.age("tools/list", then: notification) }
      case "notifications/prompts/list_changed": self.detach { await self.age("prompts/list", then: notification) }
      case "notifications/resources/list_changed":
        self.detach { await self.age("resources/list", then: notification) }
      default: port.send(.message(notification.json))
      }
    }
    peer.asked = { request in await isModern ? self.askBetween(request) : self.ask(request) }
    peer.answersRounds = !isModern
    return peer
  }

  private nonisolated func detach(_ body: @escaping @Sendable () async -> Void) {
    Task.detached(executorPreference: executor) { await body() }
  }

  /// The host asks at once; it must not be given what is old.
  private func age(_ method: String, then notification: JSONRPCNotification) {
    if method == "tools/list" { tools = nil }
    if let server = try? registry.server(name) { try? registry.ageTools(of: server, method: method) }
    port.send(.message(notification.json))
  }

  /// The server does not want an answer any more: the host knows the question by another name.
  private func withdraw(_ notification: JSONRPCNotification) {
    guard let serverID = RequestID(notification.params?["requestId"]),
      let (id, question) = questions.first(where: { $0.value.serverID == serverID })
    else { return port.send(.message(notification.json)) }
    var params = notification.params?.objectValue ?? [:]
    params["requestId"] = id.json
    port.send(.message(JSONRPCNotification(method: notification.method, params: .object(params)).json))
    question.answer(.failure(JSONRPCError(code: JSONRPCError.internalError, message: "cancelled")))
  }

  /// What a legacy host wants from now on. A modern server is told with each request, and with what is listened for.
  func standing(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    let isModern = try await spoken { (session, _, _) async throws(ConnectionFailure) in
      await session.version?.era == .modern
    }
    guard host.era == .legacy, isModern else { return try await forward(request) }
    switch request.method {
    case "logging/setLevel": logLevel = request.params?["level"]?.stringValue
    default:
      guard let uri = request.params?["uri"]?.stringValue else { break }
      if request.method == "resources/subscribe" { subscriptions.insert(uri) } else { subscriptions.remove(uri) }
      listening?.cancel()
      listening = nil
      listenWhereWorthwhile()
    }
    return JSONText([:])
  }
}
