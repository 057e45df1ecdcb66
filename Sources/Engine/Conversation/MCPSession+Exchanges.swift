import HTTP
import MCP
import OAuth

// Single requests: the redirects and cookies on their way, and what an answer comes to.
extension MCPSession {
  func exchange(
    _ request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?, in given: Mode? = nil
  ) async throws(ConnectionFailure) -> Answer {
    let id = request.id ?? nextID(), era: Era
    var made: HTTPRequest
    do throws(MCPError) {
      switch given ?? mode {
      case .modern(let version): (made, era) = (try modernRequests(version).request(request, id: id), .modern)
      case .legacy(let requests): (made, era) = (requests.request(request, id: id), .legacy)
      case .unknown, .remembersLegacy: throw MCPError.sessionLost
      }
    } catch { throw .final(.mcp(error, server: server)) }
    made.deadline = request.limit ?? made.deadline
    do throws(ConnectionFailure) { return try await receive(made, id, era, onProgress) } catch {
      if error.isGivenUp, case .legacy(let requests) = given ?? mode { await giveUp(id, requests) }
      throw request.isRepeatable ? error : error.ofCall
    }
  }

  /// Closing a connection does not cancel in the session era (MCP 2025-11-25, Cancellation).
  private func giveUp(_ id: RequestID, _ requests: LegacyRequests) async {
    var request = requests.cancel(id)
    request.url = address
    request.deadline = .seconds(1)
    if let cookie = cookies.header(for: address) { request.headers.add("Cookie", cookie) }
    await sendApart(request)
  }

  /// The answer, through redirects; a legacy stream that breaks is gone on with.
  func receive(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> Answer {
    let position = era == .legacy && id != nil ? StreamPosition() : nil
    let along = along(onProgress, position)
    do throws(ConnectionFailure) { return try await redirected(request, id, era, along) } catch {
      guard let id, let position else { throw error }
      return try await resumed(id, position, along, after: error)
    }
  }

  func redirected(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ along: SentAlong
  ) async throws(ConnectionFailure) -> Answer {
    var visited: [WebURL] = []
    while true {
      var request = request
      request.url = address
      if let cookie = cookies.header(for: address) { request.headers.add("Cookie", cookie) }
      let answer = try await channel.send(request, id, era, along)
      head = answer.head
      lastAnswer = workplace.dependencies.monotonic()
      cookies.take(answer.head, from: address)
      switch EndpointRedirect(answer.head, from: address, visited: visited) {
      case .none: return answer.inSession(of: request)
      case .followed(let target):
        visited.append(address)
        address = target
      case .refused(let refused): throw .final(.redirect(foreign.cleaned(refused), ExchangeStep(.mcp, server: server)))
      }
    }
  }

  func result(of answer: Answer) throws(ConnectionFailure) -> JSONText {
    switch answer.outcome {
    case .unread(let result): return result
    case .result(let result): return JSONText(result)
    case .rpcError where StatusMeaning(answer.head.status).isOutage: throw notMCP(answer)
    case .rpcError(let error): throw .final(.rpc(error, server: server))
    case .unauthorized(let challenges): throw .unauthorized(challenges)
    case .forbidden(let challenges): throw .forbidden(challenges)
    case .accepted, .httpFailure: throw notMCP(answer)
    }
  }

  func notMCP(_ answer: Answer) -> ConnectionFailure {
    let (status, headers) = (answer.head.status, answer.head.headers)
    let words: String? =
      switch answer.outcome {
      case .httpFailure(_, let mediaType, let excerpt): ErrorWords.of(Array(excerpt.utf8), mediaType: mediaType)
      case .rpcError(let error): error.message
      default: nil
      }
    return .final(
      .notMCP(
        NotMCP(
          server: server, url: address, status: status,
          mediaType: headers.mediaType.map { foreign.line($0, limit: 100) },
          retryAfter: headers.retryAfter, words: words.map { foreign.line($0, limit: 300) }, isKnown: isKnown)))
  }

  func nextID() -> RequestID {
    lastID += 1
    return .integer(lastID)
  }
}
