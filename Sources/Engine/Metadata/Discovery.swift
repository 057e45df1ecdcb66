import HTTP
import MCP
import OAuth
import Registry

/// Finds out how a server wants to be spoken to: open, or behind which authorization server.
struct Discovery: Room {
  let workplace: Workplace
  let server: String
  let endpoint: WebURL

  private var exchanges: Exchanges { Exchanges(workplace: workplace) }

  /// What the server said to a request without a token.
  enum Finding {
    case open(ProtocolVersion?, at: WebURL)
    case challenged(BearerChallenge?, at: WebURL)
  }

  /// Asks for the tools without a token: a request that servers guard even where `initialize` is open to all.
  /// Capabilities go along here too: what a server offers may depend on them.
  func probe(for flow: Grant.Flow) async throws(EngineError) -> Finding {
    let session = MCPSession(
      workplace: workplace, server: server, endpoint: endpoint, transport: try exchanges.transport(), remembered: nil,
      extensions: flow.extensions, deadline: .seconds(30))
    do throws(ConnectionFailure) {
      _ = try await session.listTools(cursor: nil)
      // Closing forgets it.
      let version = await session.version
      await notePlace(session)
      await session.close()
      return .open(version, at: await session.address)
    } catch {
      await notePlace(session)
      switch error {
      case .unauthorized(let challenges): return .challenged(BearerChallenge(challenges), at: await session.address)
      case .forbidden(let challenges):
        let challenge = BearerChallenge(challenges)
        throw .forbidden(
          server: server, error: challenge?.error, scope: challenge?.scope, words: challenge?.errorDescription)
      case .final(let error): throw error
      }
    }
  }

  private func notePlace(_ session: MCPSession) async {
    guard let head = await session.head else { return }
    workplace.places.note(ServerScope(seen: head.peer, at: endpoint), of: server)
  }

  /// Whether a server that shows its tools to all guards the calls: its own metadata tells.
  ///
  /// A document about something else, one that is none or one that leads elsewhere says nothing about this server.
  func isGuarded() async throws(EngineError) -> Bool {
    do throws(EngineError) {
      _ = try await resourceMetadata(nil)
      return true
    } catch {
      switch error {
      case .noResourceMetadata, .oauth(.invalidDocument, _), .redirect, .outOfReach: return false
      default: throw error
      }
    }
  }

  /// An address in a URL is judged before anything is done with it, also where it is the browser that would go there. A
  /// name is judged when it is connected to.
  func check(_ url: WebURL?, _ member: String, _ step: ExchangeStep) throws(EngineError) {
    let place = exchanges.place(of: server) ?? ServerScope(remembered: nil, at: endpoint)
    guard let url, let scope = AddressScope(host: url.host), scope > place.reach(of: url) else { return }
    throw .outOfReach(OutOfReach(member: member, url: url.raw, address: url.host, scope: scope), step)
  }

  func document(
    at url: WebURL, _ step: ExchangeStep, headers: [(String, String)] = []
  ) async throws(EngineError) -> HTTPResponse? {
    try await DocumentFetch(workplace: workplace, step: step, headers: headers).document(at: url)
  }
}
