import HTTP
import MCP
import OAuth

/// A conversation with one server, in whichever era it lives: for one call, or for days under a bridge. It finds the era out
/// by asking, holds the legacy session that the server opens, and answers what the server asks.
///
/// Several requests may be under way at once.
actor MCPSession {
  enum Mode {
    case unknown
    /// A server that spoke `initialize` when it was last seen.
    case remembersLegacy
    case modern(ProtocolVersion)
    case legacy(LegacyRequests)
  }

  let server: String
  let endpoint: WebURL
  let peer: SessionPeer
  let deadline: Duration
  let workplace: Workplace
  var channel: MCPChannel
  /// Declared beside what the peer can do.
  var extensions: Set<String>
  var mode: Mode
  var lastID: Int64 = 0
  /// Whether the mode is what was seen another day, and not yet confirmed.
  var isRemembered = false
  /// Whether an MCP server has answered here before.
  let isKnown: Bool
  /// Whether nothing that the server said tells that it lives in the modern era.
  var isUnmarked = false
  /// Where requests go by now.
  var address: WebURL
  var cookies: CookieJar
  /// The head of the last answer.
  var head: HTTPResponseHead?
  /// What the server said of itself, once it has been asked.
  var introduction: ServerIntroduction?
  /// The handshake that is under way, which every request waits for.
  var opening: Task<ConnectionFailure?, Never>?
  /// When an answer last came, by the clock that nobody sets.
  var lastAnswer: Duration?

  /// `remembered` is the version last agreed on with this server; nil asks. Requests go to `address`, where the endpoint's own
  /// redirects have led to before.
  init(
    workplace: Workplace, server: String, endpoint: WebURL, address: WebURL? = nil, transport: any HTTPTransport,
    remembered: ProtocolVersion?, extensions: Set<String> = [], peer: SessionPeer? = nil, deadline: Duration
  ) {
    self.server = server
    self.endpoint = endpoint
    self.address = address ?? endpoint
    self.peer = peer ?? .command(version: workplace.version)
    self.deadline = deadline
    self.extensions = extensions
    self.workplace = workplace
    cookies = CookieJar(for: endpoint)
    isKnown = remembered != nil
    channel = MCPChannel(server: server, transport: transport)
    mode = .unknown
    if let remembered, let era = remembered.era {
      isRemembered = true
      mode = era == .legacy ? .remembersLegacy : .modern(remembered)
    }
  }

  /// The version agreed on; nil until a request has been answered.
  var version: ProtocolVersion? {
    switch mode {
    case .unknown, .remembersLegacy: nil
    case .modern(let version): version
    case .legacy(let requests): requests.version
    }
  }

  /// Makes fit what else the server says.
  var foreign: ForeignText { channel.foreign }

  /// From now on requests carry this, and declare what the login's own way of being asks for.
  func present(_ credential: AccessCredential?, extensions: Set<String>) {
    channel.credential = credential
    self.extensions = extensions
  }

  /// The next request goes to the endpoint itself again, wherever its redirects have led before.
  func forgetAddress() { address = endpoint }

  /// The result of a request, whatever it takes to ask: the era found out, a session opened, a broken stream gone on with,
  /// what the server asks in between answered.
  ///
  /// A broken stream never sends a call again: a tool may have side effects.
  func request(
    _ request: MCPRequest, onProgress: (@Sendable (Progress) -> Void)? = nil
  ) async throws(ConnectionFailure) -> JSONText {
    try await opened()
    let result = try await perform(request, onProgress)
    guard case .modern = mode, peer.asked != nil, peer.answersRounds else { return result }
    return try await throughRounds(result, of: request, onProgress)
  }

  /// One page of tools.
  func listTools(cursor: String?) async throws(ConnectionFailure) -> JSONValue {
    try await request(.list("tools/list", cursor: cursor)).value
  }

  /// Tells the server something, where its era has a way for that.
  func notify(_ notification: JSONRPCNotification) async {
    guard case .legacy(let requests) = mode else { return }
    _ = try? await receive(requests.notify(notification), nil, .legacy, nil)
  }

  /// Ends a legacy session; failure to do so is the server's business.
  func close(within limit: Duration = .seconds(2)) async {
    guard case .legacy(let requests) = mode, var request = requests.close() else { return }
    mode = .unknown
    request.url = address
    if let cookie = cookies.header(for: address) { request.headers.add("Cookie", cookie) }
    // An answer that is there must not wait for a goodbye.
    request.deadline = limit
    await sendApart(request)
  }

  /// Sends what is said although the task is cancelled, and waits for the answer.
  func sendApart(_ request: HTTPRequest) async {
    let channel = channel
    guard Task.isCancelled else {
      _ = try? await channel.send(request, nil, .legacy)
      return
    }
    await Task.detached(executorPreference: CurrentExecutor.value) {
      _ = try? await channel.send(request, nil, .legacy)
    }.value
  }
}
