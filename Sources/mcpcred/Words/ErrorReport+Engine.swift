import Engine
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry

extension ErrorReport {
  /// Exhaustive: an error without words does not compile.
  static func report(_ error: EngineError) -> ErrorReport {
    switch error {
    case .registry(let error): report(error)
    case .key(let error): report(error)
    case .keyAbsent(let kind, let locator): absent(kind, at: locator)
    case .cannotMakeKey(let error): report(making: error)
    case .transport(let error, let step): report(error, step)
    case .oauth(let error, let step): report(error, step)
    case .outOfReach(let found, let step): report(found, step)
    case .choreLost(let chore, let reason): choreLost(chore, reason)
    case .answerUnusable(let server, let error): answerUnusable(server, error)
    case .redirect(let refused, let step): report(refused, step)
    case .listener(let error): report(error)
    case .arguments(let error, let tool, let server): report(error, tool: tool, server: server)
    case .mcp(let error, let server): report(error, server: server)
    case .lock(let error):
      ErrorReport("cannot lock \(error.path): \(error.reason)", .failure, code: "lock_failed")
    case .transportSetup(let error): report(error)
    case .rpc(let error, let server) where !PageVisit.wanted(by: error).isEmpty:
      visit(PageVisit.wanted(by: error), server)
    case .rpc(let error, let server):
      ErrorReport(
        "\(server) answered with error \(error.code): \(Untrusted.quoted(error.message))", .failure, code: "rpc_error")
    case .notMCP(let answer): notMCP(answer)
    case .outcomeUnknown(let cause): outcomeUnknown(report(cause))
    case .forbidden(let server, let error, let scope, let words): forbidden(server, error, scope, words)
    case .stepUpsExhausted(let server, let tool, let scope):
      ErrorReport(
        "\(Untrusted.plain(tool, limit: 64)) of \(server) has led to 3 logins within a day and still wants more than they "
          + "brought", hints: scopeHint(server, scope), .accessDenied, code: "step_ups_exhausted")
    case .rejectedByResource(let server, _, let words):
      ErrorReport(
        "\(server) refuses the token it was just given\(said(words))", hints: ["mcpcred login \(server)"],
        .loginRequired,
        code: "rejected_by_resource")
    case .boundTokensNeeded(let server, let account): boundTokensNeeded(server, account)
    case .proofRefused(let server, let code, let ahead): proofRefused(server, code, ahead: ahead)
    case .boundToken(let server): boundToken(server)
    case .loginRequired(let server, let account, let reason): loginRequired(server, account, reason)
    case .refusedOnce(let server, let account, let code, let until): refusedOnce(server, account, code, until)
    case .loginTimedOut(let server, let after):
      ErrorReport(
        "login to \(server) timed out: the browser did not come back within \(after.components.seconds) s",
        hints: ["mcpcred login \(server) --login-timeout \(longer(than: after))"], .loginRequired,
        code: "login_timed_out")
    case .deviceTimedOut(let server, let after):
      ErrorReport(
        "login to \(server) timed out: nobody confirmed the code within \(after.components.seconds) s",
        hints: ["mcpcred login \(server) --device"], .loginRequired, code: "login_timed_out")
    case .noPendingLogin(let server):
      ErrorReport(
        "no login to \(server) waits for an answer: none was begun, or it is finished or over",
        hints: ["mcpcred login \(server) --begin"], .loginRequired, code: "no_pending_login")
    case .notTheAnswer(let server):
      ErrorReport(
        "that is not the address that a browser ends at after a login to \(server)",
        hints: ["mcpcred login \(server) --finish -"], .usage, code: "not_the_answer")
    case .needsProvenClient(let server):
      ErrorReport(
        "login to \(server) without a person needs a client with a secret or a key, made at the authorization server",
        hints: ["mcpcred login \(server) --grant client-credentials --client-id ID --client-secret-stdin"], .usage,
        code: "client_needed")
    case .needsAssertionFile(let server):
      ErrorReport(
        "login to \(server) needs the file in which the platform says who this program is",
        hints: ["mcpcred login \(server) --grant workload --assertion-file PATH"], .usage, code: "assertion_file_needed"
      )
    case .assertionFile(let server, let error): report(error, server: server)
    case .needsIdentityProvider, .notIdentityProvider, .isIdentityProvider, .providerInUse, .noIDToken, .identity:
      reportIdentity(error)
    case .notInteractive(let server):
      ErrorReport(
        "login to \(server) needs a person", hints: ["mcpcred login \(server)"], .loginRequired,
        code: "not_interactive")
    case .noBrowser(let server):
      ErrorReport(
        "login to \(server) needs a browser: there is no display, BROWSER is not set, and no terminal "
          + "shows the address (--no-browser prints it and waits all the same)",
        hints: ["--begin", "--device"].map { "mcpcred login \(server) \($0)" }, .loginRequired,
        code: "no_browser")
    case .declined(let server):
      ErrorReport(
        "login to \(server) was not confirmed", hints: ["mcpcred login \(server) --own-registration"], .accessDenied,
        code: "declined")
    case .notProven(let server, let cause): notProven(server, report(cause))
    case .cancelled: ErrorReport("interrupted", .interrupted, code: "interrupted")
    case .badURL(let text):
      ErrorReport(
        "not a URL of an MCP server: \(Untrusted.quoted(text))",
        hints: [withScheme(text).map { addElsewhere + $0 } ?? "mcpcred add https://mcp.example.com/mcp"], .usage,
        code: "bad_url")
    case .badServerName(let name):
      ErrorReport(
        "bad server name \(Untrusted.quoted(name)): use letters, digits, '.', '_' and '-', at most 64", .usage,
        code: "bad_name")
    case .insecureURL(let url):
      ErrorReport(
        "refusing \(url.raw): tokens must not travel over plain http to another machine",
        hints: ["mcpcred add https\(url.raw.dropFirst(4))"], .policy, code: "insecure_url")
    case .unknownTool(let tool, let server, let similar):
      ErrorReport(
        "\(server) has no tool \(Untrusted.quoted(tool))" + didYouMean(similar), hints: ["mcpcred tools \(server)"],
        .notFound, code: "unknown_tool")
    case .needsNoToken(let server):
      ErrorReport(
        "\(server) asks for no login, so there is no token", hints: ["mcpcred tools \(server)"], .accessDenied,
        code: "needs_no_token")
    case .inputRequired(let tool, let server, _, let visits) where !visits.isEmpty:
      visit(visits, "\(Untrusted.plain(tool, limit: 64)) of \(server)")
    case .inputRequired(let tool, let server, let methods, _):
      ErrorReport(
        "\(Untrusted.plain(tool)) of \(server) asks for input that cannot be given here: "
          + Untrusted.plain(methods.joined(separator: ", ")), .failure, code: "input_required")
    case .registration(let mistake, let name): report(mistake, name)
    case .alreadyInitialized(let provider, let locator):
      ErrorReport(
        "this registry has its key already, kept in "
          + (provider == .file ? locator : "the Secret Service"), .usage, code: "already_initialized")
    case .noResourceMetadata(let server):
      ErrorReport(
        "\(server) wants a login and does not say where: it has no protected resource metadata (RFC 9728), like servers "
          + "of MCP 2025-03-26", hints: ["mcpcred login \(server) --legacy-auth"], .rejected,
        code: "no_resource_metadata")
    case .issuerNotOffered(let issuer, let offered):
      ErrorReport(
        "issuer \(Untrusted.quoted(issuer)) is not one the server names: "
          + Untrusted.plain(offered.joined(separator: " ")), .usage, code: "issuer_not_offered")
    case .issuerChanged(let server, let from, let to): issuerChanged(server, from: from, to: to)
    case .trustedIssuerMoved(let server, let issuer, let from, let to):
      trustedIssuerMoved(server, issuer, from: from, to: to)
    case .trustedIssuerInUse(let server, let issuer, let known, let named):
      trustedIssuerInUse(server, issuer, known: known, named: named)
    case .subjectChanged(let server, let account, let from, let to): subjectChanged(server, account, from, to)
    case .busy(let server):
      ErrorReport(
        "\(server) is being refreshed by another process that does not finish", hints: ["mcpcred status \(server)"],
        .temporary, code: "busy")
    case .backingOff(let server, let failure, let until):
      ErrorReport(
        "refresh of \(server) failed a moment ago (\(failure)); next try at \(TimeText.rfc3339(until))",
        hints: ["mcpcred refresh \(server)"], .temporary, code: "backing_off")
    case .revocationQueued(let server, let failure):
      ErrorReport(
        "revocation at \(server)'s authorization server is queued: \(failure)", hints: ["mcpcred refresh --due"],
        .temporary, code: "revocation_queued", retryAfter: nil)
    case .revocationRefused(let server, let error):
      report(error, ExchangeStep(.revocation, server: server))
    case .notStored(let server, let error, let keeping): notStored(server, error, keeping)
    case .spool(let error):
      ErrorReport(
        "cannot make \(error.path): \(error.reason); nothing was sent",
        hints: error.isFull ? ["df -h \(Shell.quoted(error.path))"] : [], .temporary, code: "spool_failed")
    case .workerUnstarted(let server, let reason):
      ErrorReport(
        "refresh of \(server) could not be started: \(reason); nothing was sent", hints: ["mcpcred refresh \(server)"],
        .temporary, code: "worker_unstarted")
    case .workerLost(let server):
      ErrorReport(
        "the process that refreshed \(server) was ended before it could tell what happened",
        hints: ["mcpcred refresh \(server)"], .temporary, code: "worker_lost")
    }
  }

  private static func notStored(
    _ server: String, _ error: RegistryError, _ keeping: RefreshVerdict.Keeping?
  ) -> ErrorReport {
    let cause = report(error)
    let what = "new tokens for \(server) could not be stored: \(cause.message)"
    let repair = cause.hints.prefix(1)
    return switch keeping {
    case .spooled:
      ErrorReport(
        "\(what); they are kept in a file beside the registry, and the next refresh stores them",
        hints: repair + ["mcpcred refresh \(server)"], .notStored, code: "not_stored")
    case .inMemory:
      ErrorReport(
        "\(what); a process in the background tries again for five minutes: make room now",
        hints: repair + ["mcpcred status \(server)"], .notStored, code: "not_stored")
    case nil:
      ErrorReport(what, hints: repair + ["mcpcred login \(server)"], .notStored, code: "not_stored")
    }
  }

  /// Ten minutes, or twice as long as it was.
  private static func longer(than timeout: Duration) -> String {
    "\(max(600, 2 * timeout.components.seconds) / 60)m"
  }

  private static func report(_ error: TransportSetupError) -> ErrorReport {
    guard let path = error.insecurePath else {
      return ErrorReport("cannot set up the network: \(error.reason)", .usage, code: "network_setup")
    }
    return ErrorReport(
      error.reason, hints: ["chmod 600 \(Shell.quoted(path))"], .policy, code: "insecure_key_file")
  }

  private static func notProven(_ server: String, _ cause: ErrorReport) -> ErrorReport {
    ErrorReport(
      "the login to \(server) is stored, but its first request failed: \(cause.message)",
      hints: ["mcpcred tools \(server)"], cause.status, code: "not_proven", retryAfter: cause.retryAfter)
  }

  private static func subjectChanged(
    _ server: String, _ account: String, _ from: String, _ to: String
  ) -> ErrorReport {
    let who = account == "default" ? "" : " --account \(Shell.quoted(account))"
    return ErrorReport(
      "login to \(server): the browser is signed in as somebody else: this login is \(Untrusted.quoted(from))'s, the new "
        + "one would be \(Untrusted.quoted(to))'s; nothing is stored",
      hints: ["mcpcred login \(server) --account NAME", "mcpcred login \(server)\(who) --switch-subject"], .policy,
      code: "subject_changed")
  }

  private static func loginRequired(
    _ server: String, _ account: String, _ reason: EngineError.LoginReason
  ) -> ErrorReport {
    let why =
      switch reason {
      case .never: "nobody has logged in yet"
      case .expired: "the token has expired and cannot be refreshed"
      case .refused(let code): "the authorization server says \(Untrusted.plain(code, limit: 60))"
      case .revoked: "the tokens were revoked"
      }
    let who = account == "default" ? "" : " --account \(Shell.quoted(account))"
    let isDead = reason == .refused(code: "invalid_client") || reason == .refused(code: "unauthorized_client")
    let anew = isDead ? " --new-registration" : ""
    return ErrorReport(
      "login required for \(server): \(why)", hints: ["mcpcred login \(server)\(who)\(anew)"], .loginRequired,
      code: "login_required")
  }

  static func didYouMean(_ names: [String]) -> String {
    names.isEmpty ? "" : "; did you mean \(names.map { Untrusted.plain($0, limit: 64) }.joined(separator: ", "))?"
  }
}
