import HTTP
import MCP
import OAuth

/// Finds out how a server wants to be spoken to: open, or behind which authorization server.
struct Discovery {
  let manager: CredentialManager
  let server: String
  let endpoint: WebURL

  /// What the server said to a request without a token.
  enum Finding {
    case open(ProtocolVersion?)
    case challenged(BearerChallenge?)
  }

  /// Asks for the tools without a token: a request that servers guard even where `initialize` is open to all.
  func probe() async throws(EngineError) -> Finding {
    let connection = MCPConnection(
      server: server, endpoint: endpoint, transport: try manager.transport(), access: nil, version: manager.version,
      remembered: nil, deadline: .seconds(30))
    do throws(ConnectionFailure) {
      _ = try await connection.listTools(cursor: nil)
      // Closing forgets it.
      let version = await connection.version
      await connection.close()
      return .open(version)
    } catch {
      switch error {
      case .unauthorized(let challenges): return .challenged(BearerChallenge(challenges))
      case .forbidden(let challenges):
        let challenge = BearerChallenge(challenges)
        throw .forbidden(server: server, error: challenge?.error, scope: challenge?.scope)
      case .final(let error): throw error
      }
    }
  }

  /// Whether a server that shows its tools to all guards the calls: its own metadata tells.
  ///
  /// A document about something else, or that is none, says nothing about this server.
  func isGuarded() async throws(EngineError) -> Bool {
    do throws(EngineError) {
      _ = try await resourceMetadata(nil)
      return true
    } catch .noResourceMetadata {
      return false
    } catch .oauth(.invalidDocument, _) {
      return false
    }
  }

  /// A server elsewhere must not aim our requests at this machine (RFC 9728 §7.7); one on this machine may.
  func check(_ url: WebURL?, _ member: String, _ step: ExchangeStep) throws(EngineError) {
    guard let url, url.isLoopback, !endpoint.isLoopback else { return }
    throw .oauth(.insecureEndpoint(member: member, url: url.raw), step)
  }

  /// Nil where nothing is there. An outage is an error: it must not lead to the next place.
  func document(
    at url: WebURL, _ step: ExchangeStep, headers: [(String, String)] = []
  ) async throws(EngineError) -> HTTPResponse? {
    var request = HTTPRequest.json(url)
    for (name, value) in headers { request.headers.add(name, value) }
    request.deadline = .seconds(15)
    let response = try await manager.send(request, step)
    switch response.status {
    // Single-page applications answer every path with their page: that is no document.
    case 200: return response.headers.mediaType == "text/html" ? nil : response
    case 408, 429, 500...: throw .oauth(.httpFailure(HTTPFailure(response.head, from: url)), step)
    default: return nil
    }
  }
}
