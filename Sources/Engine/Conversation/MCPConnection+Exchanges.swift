import HTTP
import MCP
import OAuth

// Single requests: the redirects and cookies on their way, and what an answer comes to.
extension MCPConnection {
  func exchange(
    _ build: Builder, _ onProgress: (@Sendable (Progress) -> Void)?, in given: Mode? = nil, isRepeatable: Bool = true
  ) async throws(ConnectionFailure) -> Answer {
    let mode = given ?? mode
    let id = nextID()
    let request: HTTPRequest?
    do { request = try build(mode, id) } catch { throw .final(.mcp(error, server: server)) }
    guard let request else { throw .final(.mcp(.notJSONRPC, server: server)) }
    let era: Era = if case .legacy = mode { .legacy } else { .modern }
    do throws(ConnectionFailure) { return try await receive(request, id, era, onProgress) } catch {
      throw isRepeatable ? error : error.ofCall
    }
  }

  func receive(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> Answer {
    var visited: [WebURL] = []
    while true {
      var request = request
      request.url = address
      if let cookie = cookies.header(for: address) { request.headers.add("Cookie", cookie) }
      let answer = try await channel.send(request, id, era, onProgress)
      head = answer.head
      cookies.take(answer.head, from: address)
      switch EndpointRedirect(answer.head, from: address, visited: visited) {
      case .none: return answer
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
