import HTTP
import MCP
import OAuth

/// The way to one MCP server: each request carries the login's token, and each answer is read.
struct MCPChannel: Sendable {
  let server: String
  let transport: any HTTPTransport
  /// Nil where no token is sent.
  var credential: AccessCredential?

  /// Makes the server's own words fit: it has been told the token.
  var foreign: ForeignText { ForeignText(hiding: credential.map { [$0.token] } ?? []) }

  /// Sends a request with the token, as every one must (MCP 2026-07-28, Token Requirements). Where the server wants another
  /// nonce in the proof, it has done nothing, and the request is sent once more: a tool call, too.
  func send(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ along: SentAlong = SentAlong()
  ) async throws(ConnectionFailure) -> Answer {
    let answer = try await sendOnce(request, id, era, along)
    guard credential?.isAskedAgain(by: answer.head) ?? false else { return answer }
    return try await sendOnce(request, id, era, along)
  }

  /// Listens until the stream ends, and tells with which head it began.
  func listen(_ request: HTTPRequest, _ listener: MessageListener) async throws(ConnectionFailure) -> MessageListener {
    let outgoing = credential?.presented(on: request) ?? request
    do { return try await transport.exchange(outgoing, into: listener) } catch {
      throw .final(EngineError(error, ExchangeStep(.mcp, server: server)))
    }
  }

  private func sendOnce(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ along: SentAlong
  ) async throws(ConnectionFailure) -> Answer {
    var outgoing = credential?.presented(on: request) ?? request
    // An unknown end of a call is told, and costs no login.
    outgoing.mayReuseConnection = true
    let receiver: AnswerReceiver
    let told = along.onProgress.map { onProgress in { @Sendable in onProgress(foreign.cleaned($0)) } }
    do {
      receiver = try await transport.exchange(
        outgoing,
        into: AnswerReceiver(
          id: id, era: era, leavesUnread: true, onProgress: told, onMessage: along.onMessage, onEvent: along.onEvent))
    } catch { throw .final(EngineError(error, ExchangeStep(.mcp, server: server))) }
    let answer: Answer
    do { answer = try receiver.answer() } catch { throw .final(.mcp(error, server: server)) }
    credential?.note(answer.head, from: request.url)
    switch answer.outcome {
    case .result, .unread, .accepted: return answer
    case .rpcError, .unauthorized, .forbidden, .httpFailure: return foreign.cleaned(answer)
    }
  }
}
