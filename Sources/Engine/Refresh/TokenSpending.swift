import FoundationEssentials
import HTTP
import OAuth
import Registry

/// One order being carried out: steps 5 to 10 of docs/flows.md, under the grant's lock. The only place where a refresh
/// token is spent.
struct TokenSpending: Room {
  let workplace: Workplace
  let order: RefreshOrder
  let keys: DataKeys
  private var login: OpenedLogin
  let transport: any HTTPTransport
  private(set) var exchanges: [WorkerReport.Exchange] = []
  /// The way to authenticate that the server refused before it took another; written down when the answer is.
  private(set) var refusedMethod: ClientAuthenticationMethod?

  /// Whether requests say the scope: learned of the issuer before, or tried now.
  private var saysScope = false
  /// Whether that was tried now, so that it is learned where it helps.
  private(set) var isScopeNews = false

  /// The identity provider's assertions of the last request; an answer that repeats one is shown without it.
  private var vouchers: [Secret] = []

  private var grant: Grant { login.grant }
  private var wire: Exchanges { Exchanges(workplace: workplace) }
  private var refreshing: Refreshing { Refreshing(workplace: workplace) }

  /// What all requests under one lock may take; whoever waits for the lock has a little more patience. It bounds what is
  /// begun: an answer that has come is read however long this process stood still meanwhile.
  private static let budget = Duration.seconds(60)
  /// To open the connection, at most.
  private static let openingTime = Duration.seconds(10)
  /// The wait before a token whose answer was lost is sent again. Servers that rotate usually take the old token for a
  /// short while longer.
  private static let pauses = [Duration.seconds(2), .seconds(10)]

  init(
    _ workplace: Workplace, _ order: RefreshOrder, _ keys: DataKeys, _ login: OpenedLogin,
    _ transport: any HTTPTransport
  ) {
    self.workplace = workplace
    self.order = order
    self.keys = keys
    self.login = login
    self.transport = transport
  }

  /// What the answers came to.
  enum Result {
    case rotated(TokenResponse, askedAt: Date)
    /// Nothing but the refresh token can be used.
    case kept(Secret, OAuthError, askedAt: Date)
    case over(RefreshVerdict)
  }

  /// Sends the token, and again where the answer is lost: at most twice more, and only where nobody has done so before.
  mutating func ask() async -> Result {
    let end = deadline(after: Self.budget)
    var isReplay: Bool, pauses: [Duration]
    do throws(RegistryError) {
      let intent = try registry.intent(of: grant).flatMap { $0.generation == grant.generation ? $0 : nil }
      isReplay = intent != nil
      pauses = intent.map { $0.replays == 0 } ?? true ? Self.pauses : []
    } catch {
      return .over(.unprepared(error))
    }
    saysScope = (try? registry.quirks(of: grant.issuer))?.refreshNeedsScope == true
    while true {
      if isReplay { dependencies.reached(.replaying) }
      let (outcome, verdict) = await send(within: isReplay ? min(.seconds(15), end.left) : .seconds(30))
      switch verdict {
      case .rotated, .kept: return verdict
      case .over: break
      }
      guard let outcome else { return verdict }
      // Refused as a request, before the token was looked at: some servers want the scope said (Microsoft Entra).
      if case .requestRefused(let refusal) = outcome, ["invalid_request", "invalid_scope"].contains(refusal.code),
        !saysScope,
        login.scope != nil, end.left >= .seconds(5)
      {
        (saysScope, isScopeNews) = (true, true)
        renewClients()
        continue
      }
      // A server that says when to come back is not asked before.
      if case .ambiguous(_, let wait?) = outcome { pauses.removeAll { $0 < .seconds(wait) } }
      guard case .ambiguous = outcome, let pause = pauses.first, end.left - pause >= .seconds(5) else {
        return .over(recorded(outcome, verdict, isReplay: isReplay))
      }
      pauses.removeFirst()
      await dependencies.sleep(pause)
      isReplay = true
      renewClients()
    }
  }

  /// 5 and 6: a connection, so that what may be wanting is found out while nothing hangs on it; the intent, durable before
  /// the request leaves; then one POST with its own deadline, no redirects, no retries below.
  private mutating func send(within limit: Duration) async -> (RefreshAnswer?, Result) {
    let now = dependencies.now()
    let end = deadline(after: limit)
    do throws(TransportError) {
      let opening = HTTPRequest(.post, login.tokenEndpoint, deadline: min(limit, Self.openingTime))
      try await wire.prepare(opening, of: grant.serverName, over: transport)
    } catch {
      note(status: nil)
      return (RefreshAnswer(error), .over(.unanswered(error)))
    }
    // Not what is left later: time in which the process was stopped is no waiting.
    let limit = max(end.left, limit - Self.openingTime)
    do throws(RegistryError) {
      let isOpen = try registry.openIntent(grant, fingerprint: login.fingerprint)
      guard isOpen else { return (nil, .over(.movedOn)) }
    } catch {
      return (nil, .over(.unprepared(error)))
    }
    dependencies.reached(.intended)
    let response: HTTPResponse
    do throws(PostFailure) {
      response = try await post(within: limit)
    } catch {
      switch error {
      case .unanswered(let error):
        note(status: nil)
        return (RefreshAnswer(error), .over(.unanswered(error)))
      case .unvouched(.identity(let failure, _)): return (failure.outcome, .over(.identity(failure)))
      case .unvouched(let error): return (nil, .over(Refreshing.verdict(error)))
      }
    }
    dependencies.reached(.answered)
    note(status: response.status)
    return read(response, askedAt: now)
  }

  /// Why there is no answer.
  private enum PostFailure: Error {
    case unanswered(TransportError)
    /// The identity provider was asked first, and nothing else was sent.
    case unvouched(EngineError)
  }

  /// Once more where the server wants its nonce in the proof (RFC 9449 §8): it has not spent the token then. Both requests
  /// share the deadline.
  private mutating func post(within limit: Duration) async throws(PostFailure) -> HTTPResponse {
    let end = deadline(after: limit)
    let response = try await postOnce(within: max(limit, .seconds(1)))
    guard login.proofs != nil, DPoPNonce.isDemanded(by: response) else { return response }
    note(status: response.status)
    renewClients()
    return try await postOnce(within: max(end.left, .seconds(1)))
  }

  /// An assertion of the client is good for one request.
  private mutating func renewClients() {
    if let again = try? refreshing.opened(grant, keys) { login = again }
  }

  private mutating func postOnce(within deadline: Duration) async throws(PostFailure) -> HTTPResponse {
    let login = login, wire = wire, saysScope = saysScope, vouching = refreshing.identityProviders,
      transport = transport, keys = keys,
      refusedBefore = refusedMethod
    let clients = login.clients.filter { $0.method != refusedBefore }
    var assertions: [Secret] = []
    let make = { (client: OAuthClient) async throws(PostFailure) -> HTTPRequest in
      let vouched: Secret?
      do throws(EngineError) { vouched = try await vouching.vouch(for: login, keys, over: transport) } catch {
        throw .unvouched(error)
      }
      if let vouched { assertions.append(vouched) }
      var request = login.request(as: client, presenting: vouched, saysScope: saysScope)
      request.deadline = deadline
      request.takesPart = login.refreshToken != nil
      return request
    }
    let (response, refused) = try await wire.tryMethods(
      to: clients.isEmpty ? login.clients : clients, making: make
    ) {
      (request) async throws(PostFailure) in
      do throws(TransportError) {
        let response = try await wire.send(request, of: login.grant.serverName, over: transport)
        login.proofs?.note(response.head, from: request.url)
        return response
      } catch { throw .unanswered(error) }
    }
    vouchers = assertions
    refusedMethod = refused ?? refusedMethod
    return response
  }

  private func read(_ response: HTTPResponse, askedAt now: Date) -> (RefreshAnswer?, Result) {
    let told = login.secrets + vouchers
    do throws(OAuthError) {
      let tokens = try TokenResponse.parse(
        response, from: login.tokenEndpoint, expecting: login.proofs == nil ? .bearer : .dpop, hiding: told)
      return (.rotated(tokens), .rotated(tokens, askedAt: now))
    } catch let raw {
      let salvaged = salvaged(from: response)
      let error = ForeignText(hiding: told + (salvaged.map { [$0] } ?? [])).cleaned(raw)
      let outcome = RefreshAnswer(.failure(error), salvaged: salvaged)
      return switch outcome {
      // Of a client that is not named the assertion is all there is.
      case .clientRefused(let refusal) where login.clients.allSatisfy { !$0.isNamed }:
        (.grantRefused(refusal), .over(.refused(code: refusal.code)))
      case .unusable(let token): (outcome, .kept(token, error, askedAt: now))
      case .grantRefused(let refusal), .clientRefused(let refusal): (outcome, .over(.refused(code: refusal.code)))
      default: (outcome, .over(.failed(error)))
      }
    }
  }

  /// Where a refresh token was spent; an error that repeats one brings none.
  private func salvaged(from response: HTTPResponse) -> Secret? {
    guard login.refreshToken != nil, (200..<300).contains(response.status) else { return nil }
    return RotatedRefreshToken.salvage(from: response.body)
  }

  private mutating func note(status: Int?) {
    exchanges.append(.init(url: login.tokenEndpoint.origin + login.tokenEndpoint.path, status: status))
  }

  /// 9, or 10, where the intent stays open.
  private func recorded(_ outcome: RefreshAnswer, _ result: Result, isReplay: Bool) -> RefreshVerdict {
    guard case .over(let verdict) = result else { return .stored }
    do throws(RegistryError) {
      try refreshing.record(
        outcome, order, grant, assertion: login.assertion?.token.fingerprint, isReplay: isReplay)
    } catch {
      return .notRecorded(error)
    }
    dependencies.reached(.recorded)
    return verdict
  }
}
