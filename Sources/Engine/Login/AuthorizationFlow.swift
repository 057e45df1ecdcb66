import FoundationEssentials
import HTTP
import OAuth
import Registry

/// The part of a login that a person does: a browser goes out and an authorization code comes back.
struct AuthorizationFlow: Room {
  let workplace: Workplace
  let plan: LoginPlan
  let options: LoginOptions

  private var registrar: Registrar { Registrar(workplace: workplace) }
  private var loggingIn: LoggingIn { LoggingIn(workplace: workplace) }
  private var server: String { plan.server.name }

  /// The code with what it takes to spend it.
  struct Result {
    let code: Secret
    let verifier: Secret
    let redirectURI: WebURL
  }

  func run() async throws(EngineError) -> Result {
    let bound = try await registrar.bindRedirect(of: plan.registration, server: server)
    do throws(EngineError) {
      let question = try await loggingIn.question(plan, redirectURI: bound.redirectURI)
      invite(question)
      let code = try await wait(bound, question.expectation)
      await bound.close()
      return Result(code: code, verifier: question.verifier, redirectURI: bound.redirectURI)
    } catch {
      await bound.close()
      throw error
    }
  }

  /// Shows the URL, and opens it where the person wants that.
  private func invite(_ question: PreparedAuthorization) {
    let url = question.url
    notify(.authorizing(server: server, issuer: plan.found.issuer, scope: plan.scope))
    if let seconds = question.urlExpiresIn { notify(.urlExpires(after: seconds)) }
    let paste = options.pasted != nil
    var opened = false, failed = false
    if options.browser == .open {
      do throws(BrowserError) {
        try dependencies.openBrowser(url)
        opened = true
      } catch {
        failed = true
        if !error.isAbsent { notify(.browserFailed(error.reason)) }
      }
    }
    notify(.listening(redirectURI: question.expectation.redirectURI, browserFailed: failed))
    notify(.visit(url: url, opened: opened, paste: paste))
  }

  /// What can end the waiting.
  private enum Input: Sendable {
    case redirect(RedirectRequest)
    case pasted(String)
    case timedOut
  }

  private func wait(
    _ bound: any BoundRedirect, _ expectation: AuthorizationResponse.Expectation
  ) async throws(EngineError) -> Secret {
    let (inputs, feed) = AsyncStream.makeStream(of: Input.self)
    let sleep = dependencies.sleep, timeout = options.timeout, thread = CurrentExecutor.value
    let feeders = [
      Task(executorPreference: thread) { for await request in bound.requests { feed.yield(.redirect(request)) } },
      Task(executorPreference: thread) { [pasted = options.pasted] in
        guard let pasted else { return }
        for await line in pasted { feed.yield(.pasted(line)) }
      },
      Task(executorPreference: thread) {
        await sleep(timeout)
        feed.yield(.timedOut)
      },
    ]
    defer { for feeder in feeders { feeder.cancel() } }
    var isTold = false
    for await input in inputs {
      if case .redirect(let request) = input, request.isStrangers {
        refuse(request, expectation, &isTold)
        continue
      }
      if let code = try decide(input, expectation) { return code }
    }
    // The stream ends early only when this task is cancelled.
    throw .cancelled
  }

  /// Nil keeps waiting: a stray request or a wrong paste does not end a login.
  private func decide(
    _ input: Input, _ expectation: AuthorizationResponse.Expectation
  ) throws(EngineError) -> Secret? {
    switch input {
    case .timedOut: throw .loginTimedOut(server: server, after: options.timeout)
    case .redirect(let request):
      let response = AuthorizationResponse.parse(request.target, expecting: expectation)
      request.respond(Self.page(for: response))
      return try code(in: response)
    case .pasted(let line):
      let response = AuthorizationResponse.parse(line, expecting: expectation)
      if case .unrelated = response, !line.isEmpty { notify(.pasteNotUnderstood) }
      return try code(in: response)
    }
  }

  /// Who reads the address that the browser was started with can log in as themselves and answer first: the login here would
  /// be theirs. It is told once, however often they try.
  private func refuse(
    _ request: RedirectRequest, _ expectation: AuthorizationResponse.Expectation, _ isTold: inout Bool
  ) {
    if case .unrelated = AuthorizationResponse.parse(request.target, expecting: expectation) {
      return request.respond(.unrelated)
    }
    request.respond(.foreign)
    guard !isTold else { return }
    isTold = true
    let user: UInt32? = if case .other(let user) = request.sender { user } else { nil }
    notify(.foreignAnswer(server: server, user: user))
  }

  private func code(in response: AuthorizationResponse) throws(EngineError) -> Secret? {
    switch response {
    case .unrelated: return nil
    case .code(let code): return code
    case .refused(let error): throw .oauth(error, ExchangeStep(.authorization, server: server))
    }
  }

  private static func page(for response: AuthorizationResponse) -> RedirectPage {
    switch response {
    case .unrelated: .unrelated
    case .code: .received
    case .refused: .denied
    }
  }
}

extension RedirectRequest {
  /// Whether it is certainly not the person's own.
  fileprivate var isStrangers: Bool {
    switch sender {
    case .own, .unknown: false
    case .other, .nobody: true
    }
  }
}
