import Engine
import Foundation
import HTTP
import MCP
import OAuth
import Registry
import Testing

@testable import mcpcred

@Suite("Words")
struct WordsTests {
  private static let hostile = "x\u{1B}[31m\u{202E}y\u{9B}z\nmcpcred: error: forged"
  private static let step = ExchangeStep(.refresh, server: "notes")
  private static let plain = WebURL("https://h.example/x")

  private static func redirect(_ to: String, _ fault: RefusedRedirect.Fault) -> EngineError? {
    plain.map { .redirect(RefusedRedirect(from: $0, to: to, fault: fault), step) }
  }

  /// Errors whose text comes from a server, with the worst text there is.
  static let spoken: [EngineError] =
    [
      .oauth(.refused(Refusal(endpoint: .token, code: hostile, description: hostile, status: 400)), step),
      .oauth(.redirected(code: hostile, description: hostile), ExchangeStep(.authorization, server: "notes")),
      .oauth(
        .invalidDocument(
          DocumentProblem(
            .authorizationServerMetadata, from: hostile, .mismatch(member: "issuer", expected: hostile, found: hostile))
        ),
        step),
      .oauth(.insecureEndpoint(member: "token_endpoint", url: hostile), step),
      .oauth(.unsupported(.tokenType(hostile, wanted: .bearer)), step),
      .oauth(.unsupported(.tokenType(hostile, wanted: .dpop)), step),
      .oauth(.unsupported(.boundTokens(accepted: [hostile], isDemanded: true)), step),
      .oauth(.refused(Refusal(endpoint: .token, code: "use_dpop_nonce", description: hostile, status: 400)), step),
      .proofRefused(server: "notes", code: hostile, ahead: nil),
      .oauth(.unsupported(.registeredGrant(hostile)), step),
      .rpc(JSONRPCError(code: -1, message: hostile), server: "notes"),
      .unknownTool(hostile, server: "notes", similar: [hostile]),
      .arguments(
        InvalidArguments([ArgumentError(parameter: hostile, rule: .required, given: hostile, example: hostile)]),
        tool: hostile, server: "notes"),
      .inputRequired(tool: hostile, server: "notes", methods: [hostile]),
      .rejectedByResource(server: "notes", account: "default", words: hostile),
      .forbidden(server: "notes", error: nil, scope: nil, words: hostile),
      .outcomeUnknown(.mcp(.unknownResultType(hostile), server: "notes")),
      .issuerNotOffered(hostile, offered: [hostile]),
      .issuerChanged(server: "notes", from: "https://a.example", to: [hostile]),
      .loginRequired(server: "notes", account: "default", .refused(code: hostile)),
      .mcp(.unknownResultType(hostile), server: "notes"),
      .identity(
        IdentityFailure(
          provider: "corp", host: hostile,
          cause: .oauth(.refused(Refusal(endpoint: .token, code: hostile, description: hostile, status: 400)))),
        server: "notes"),
      .outOfReach(OutOfReach(member: "token_endpoint", url: hostile, address: hostile, scope: .site), step),
    ] + [redirect(hostile, .insecure), redirect(hostile, .unusable)].compactMap(\.self)
    + [plain.map { .notMCP(NotMCP(server: "notes", url: $0, status: 200, mediaType: hostile, words: hostile)) }]
    .compactMap(\.self)

  @Test("a server's text reaches no terminal with its control characters, and no second line", arguments: spoken)
  func hostileText(_ error: EngineError) {
    let report = ErrorReport(.engine(error))
    for text in [report.message] + report.hints {
      #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(text.debugDescription)")
      #expect(!text.contains("\u{202E}"))
    }
    #expect(report.message.unicodeScalars.count < 1500)
  }

  @Test("where a proof is refused the words tell how far the clocks are apart, and nothing where they agree")
  func clocks() {
    func report(ahead: Int?) -> ErrorReport {
      ErrorReport(.engine(.proofRefused(server: "notes", code: "invalid_dpop_proof", ahead: ahead)))
    }
    #expect(report(ahead: 3600).message.hasSuffix("; this machine's clock is 1 h behind the server's"))
    #expect(report(ahead: -120).message.hasSuffix("; this machine's clock is 2 min ahead of the server's"))
    #expect(report(ahead: 3600).hints == ["timedatectl status"])
    for agreeing in [nil, 5, -5] { #expect(report(ahead: agreeing).message.hasSuffix(" invalid_dpop_proof")) }
    let now = Int(Date().timeIntervalSince1970)
    let refusal = Refusal(
      endpoint: .token, code: "invalid_dpop_proof", description: "iat", status: 400, answeredAt: now - 7250)
    let refused = ErrorReport(.engine(.oauth(.refused(refusal), ExchangeStep(.refresh, server: "notes"))))
    #expect(
      refused.message.hasSuffix(": \"iat\"; this machine's clock is 2 h ahead of the server's"), "\(refused.message)")
    #expect(refused.status == .temporary && refused.code == "proof_refused")
  }

  @Test("a parameter's name cannot smuggle a command into a hint")
  func quotedHints() throws {
    let error = EngineError.arguments(
      InvalidArguments([ArgumentError(parameter: "x;touch /tmp/p;", rule: .required, given: nil, example: "$(id)")]),
      tool: "t`id`", server: "notes")
    let hint = try #require(ErrorReport(.engine(error)).hints.first)
    #expect(hint == "mcpcred call notes 't`id`' 'x;touch /tmp/p;=$(id)'")
  }

  @Test("too many step-ups are told with the login that a person may still make")
  func stepUps() throws {
    let scope = try #require(Scope("a b"))
    let report = ErrorReport(.engine(.stepUpsExhausted(server: "notes", tool: "x", scope: scope)))
    #expect(report.status == .accessDenied && report.hints == ["mcpcred login notes --scope 'a b'"])
  }

  @Test("a corrected call keeps the arguments that fit, and has an example for each other")
  func correctedCalls() {
    func hint(_ words: [String], _ wrong: [String: String]) -> String? {
      let errors = wrong.sorted { $0.key < $1.key }.map { ArgumentError(parameter: $0, rule: .required, example: $1) }
      let error = EngineError.arguments(InvalidArguments(errors), tool: "t", server: "notes")
      return ErrorReport(.calling(error, words: words)).hints.first
    }
    #expect(hint(["a=1"], ["b": "2"]) == "mcpcred call notes t a=1 b=2")
    #expect(hint([], ["a": "1", "b": "2"]) == "mcpcred call notes t a=1 b=2")
    #expect(hint(["a=x", "c=two words"], ["a": "1"]) == "mcpcred call notes t 'c=two words' a=1")
    #expect(hint(["a:={}", "b=1"], ["a.x": "1"]) == "mcpcred call notes t b=1 a.x=1")
    #expect(hint(["c=" + String(repeating: "x", count: 201)], ["a": "1"]) == "mcpcred call notes t a=1")
  }

  @Test("what to type is about the account that was meant")
  func accounts() {
    let error = ErrorReport(.engine(.loginRequired(server: "notes", account: "default", .never)))
    #expect(error.forAccount(nil).hints == ["mcpcred login notes"])
    #expect(error.forAccount("my own").hints == ["mcpcred login notes --account 'my own'"])
    let other = ErrorReport(.engine(.loginRequired(server: "notes", account: "work", .never)))
    #expect(other.forAccount("work").hints == ["mcpcred login notes --account work"])
    #expect(ErrorReport(.engine(.badURL("x"))).forAccount("work").hints == ["mcpcred add https://mcp.example.com/mcp"])
  }

  @Test(
    "each error has its exit code",
    arguments: [
      (EngineError.registry(.unknownServer("x", similar: [])), mcpcred.ExitStatus.notFound),
      (.registry(.nameTaken("x")), .usage), (.registry(.newer(path: "/r", version: 9, known: 1)), .registryUnusable),
      (.registry(.metadataTampered(issuer: "https://a.example")), .registryUnusable),
      (.key(.locked(.secretService)), .keyUnavailable), (.key(.timedOut(.secretService)), .keyUnavailable),
      (.key(.absent(.file)), .keyUnavailable), (.key(.mismatch(.file)), .registryUnusable),
      (.key(.insecure(path: "/k", "is open")), .policy),
      (.cannotMakeKey(.unavailable(.secretService, "no bus")), .keyUnavailable),
      (.loginRequired(server: "x", account: "default", .never), .loginRequired),
      (.refusedOnce(server: "x", account: "a", code: "invalid_grant", until: nil), .temporary),
      (.loginTimedOut(server: "x", after: .seconds(1)), .loginRequired), (.notInteractive(server: "x"), .loginRequired),
      (.needsNoToken(server: "x"), .accessDenied), (.busy(server: "x"), .temporary), (.cancelled, .interrupted),
      (.forbidden(server: "x", error: "insufficient_scope", scope: Scope("a")), .accessDenied),
      (.notStored(server: "x", .keysExist, nil), .notStored), (.badURL("x"), .usage),
      (.outcomeUnknown(.mcp(.streamEnded, server: "x")), .outcomeUnknown),
      (.noResourceMetadata(server: "x"), .rejected),
      (.oauth(.redirected(code: "access_denied", description: nil), step), .accessDenied),
      (.oauth(.redirected(code: "server_error", description: nil), step), .temporary),
      (
        .oauth(
          .refused(Refusal(endpoint: .token, code: "temporarily_unavailable", description: nil, status: 400)), step),
        .temporary
      ),
      (.issuerChanged(server: "x", from: "a", to: ["b"]), .policy),
      (.subjectChanged(server: "x", account: "default", from: "a", to: "b"), .policy),
      (.outOfReach(OutOfReach(member: "Location", url: "u", address: "::1", scope: .machine), step), .policy),
      (.transportSetup(TransportSetupError("x")), .usage),
      (.transportSetup(TransportSetupError("x", insecurePath: "/k")), .policy),
    ])
  func exitCodes(_ error: EngineError, _ status: mcpcred.ExitStatus) {
    let report = ErrorReport(.engine(error))
    #expect(report.status == status)
    #expect(report.hints.count <= 2 && !report.message.hasSuffix(".") && !report.message.contains("\n"))
    #expect(report.message.first?.isUppercase == false || report.message.hasPrefix("/"))
  }

  @Test("an error about a URL has its exit code")
  func urls() throws {
    let plain = try #require(Self.plain)
    #expect(Self.spoken.count { if case .redirect = $0 { true } else { false } } == 2)
    func status(_ error: EngineError?) throws -> mcpcred.ExitStatus {
      ErrorReport(.engine(try #require(error))).status
    }
    func tooLarge(_ kind: ExchangeStep.Kind) -> EngineError {
      .transport(TransportError(.tooLarge, url: plain, sent: true), ExchangeStep(kind, server: "x"))
    }
    #expect(try status(Self.redirect("x", .insecure)) == .policy)
    #expect(try status(Self.redirect("x", .tooMany(limit: 3))) == .rejected)
    #expect(try status(tooLarge(.refresh)) == .temporary)
    #expect(try status(tooLarge(.authorizationServerMetadata)) == .rejected)
  }

  @Test("what failed while adding is repaired by adding, in the registry that was named")
  func adding() {
    let error = CommandError.adding(
      .loginTimedOut(server: "notes", after: .seconds(1)), words: ["notes", "https://mcp.example/mcp"])
    let report = ErrorReport(error).forRegistry("/my registry")
    #expect(
      report.hints == ["mcpcred add notes https://mcp.example/mcp --login-timeout 10m --registry '/my registry'"])
  }

  @Test("a login that only needs more time is repeated as it was typed")
  func repeated() {
    func hints(_ error: EngineError, _ words: String...) -> [String] {
      ErrorReport(.engine(error)).forAccount("work").forRegistry("/r").repeating(["/bin/mcpcred"] + words).hints
    }
    let browser = EngineError.loginTimedOut(server: "notes", after: .seconds(1))
    #expect(
      hints(browser, "login", "notes", "--login-timeout", "1", "--no-browser", "--scope", "a b")
        == ["mcpcred login notes --no-browser --scope 'a b' --login-timeout 10m"])
    let patient = EngineError.loginTimedOut(server: "notes", after: .seconds(1800))
    #expect(
      hints(patient, "--registry", "/r", "login", "notes", "--login-timeout=30m", "--account=work")
        == ["mcpcred --registry /r login notes --account=work --login-timeout 60m"])
    // Its code may be over, whatever patience there is.
    let device = EngineError.deviceTimedOut(server: "notes", after: .seconds(1))
    #expect(
      hints(device, "add", "notes", "https://mcp.example/", "--grant", "device-code", "--login-timeout", "1h")
        == ["mcpcred add notes https://mcp.example/ --grant device-code --login-timeout 1h"])
    let other = EngineError.notInteractive(server: "notes")
    #expect(hints(other, "login", "notes") == ["mcpcred login notes --account work --registry /r"])
  }

  @Test("where something else answers, the address is said, and the one that is likely to be meant")
  func wrongPath() throws {
    func report(_ url: String, _ status: Int, adding words: [String]? = nil) throws -> ErrorReport {
      let error = EngineError.notMCP(
        NotMCP(server: "notes", url: try #require(WebURL(url)), status: status, mediaType: "text/html"))
      return ErrorReport(words.map { .adding(error, words: $0) } ?? .engine(error))
    }
    let page = try report("https://h.example/mpc?key=secret", 404)
    #expect(page.message.contains("HTTP 404 with text/html at https://h.example/mpc; is the path right?"))
    #expect(page.hints == ["mcpcred add OTHER-NAME https://h.example/mcp"])
    #expect(try report("https://h.example", 405, adding: ["u"]).hints == ["mcpcred add https://h.example/mcp"])
    #expect(try report("https://h.example/", 405, adding: ["n", "u"]).hints == ["mcpcred add n https://h.example/mcp"])
    #expect(try report("https://h.example/a/mcp/", 404).hints == [])
    #expect(try report("https://h.example/a/", 404).hints == ["mcpcred add OTHER-NAME https://h.example/a/mcp"])
    #expect(try !report("https://h.example/", 503).message.contains("path"))
    #expect(try report("https://h.example/", 404).status == .rejected)
    for status in [408, 425, 429, 500, 503] { #expect(try report("https://h.example/", status).status == .temporary) }
  }

  @Test(
    "an address without its beginning is told with it, and what is none without",
    arguments: [
      ("mcp.example.com/mcp", "https://mcp.example.com/mcp"), ("localhost:8080/mcp", "http://localhost:8080/mcp"),
      ("demo", nil), ("not a url", nil), ("ftp://example.com", nil), ("", nil),
    ] as [(String, String?)])
  func schemeless(_ text: String, _ url: String?) {
    let hints = ErrorReport(.adding(.badURL(text), words: ["n", text])).hints
    #expect(hints == [url.map { "mcpcred add n \($0)" } ?? "mcpcred add https://mcp.example.com/mcp"])
  }

  @Test("a key that is not there is told with the place where it was looked for")
  func absentKey() {
    let file = ErrorReport(.engine(.keyAbsent(.file, locator: "/my keys/key")))
    #expect(file.message.contains("no key file /my keys/key"))
    #expect(file.hints.first == "cp BACKUP '/my keys/key'" && file.code == "key_absent")
    let service = ErrorReport(.engine(.keyAbsent(.secretService, locator: "0a1b")))
    #expect(service.message.contains("the Secret Service") && service.message.contains("registry=0a1b"))
    #expect(service.status == .keyUnavailable && service.code == "key_absent")
  }

  @Test("what needs a registration is named as a whole, with what takes all of it away")
  func neededRegistration() {
    let logins = [("a", "default"), ("b", "work"), ("b", "home"), ("c", "default")]
    let use = RegistrationUse(logins: logins.map { .init(server: $0.0, account: $0.1) })
    let report = ErrorReport(.engine(.registration(.inUse(use), "client"))).forRegistry("/r")
    #expect(report.message.contains("by the logins of a, b/work, b/home, c"))
    #expect(
      report.hints == [
        "mcpcred remove a --registry /r && mcpcred remove b --registry /r && mcpcred remove c --registry /r"
      ])
  }

  @Test(
    "a duration is seconds, or a number with a unit",
    arguments: [
      ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("", nil), ("m", nil), ("-5", nil),
      ("1.5h", nil),
      ("5x", nil), ("99999999999999999999", nil), ("9999d", nil), ("+5", nil),
    ] as [(String, Int?)])
  func durations(_ text: String, _ seconds: Int?) { #expect(DurationArgument(argument: text)?.seconds == seconds) }

  @Test(
    "a word for a shell is quoted where it must be",
    arguments: [
      ("plain-1.x/y", "plain-1.x/y"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(id)", "'$(id)'"),
    ])
  func shell(_ word: String, _ quoted: String) { #expect(Shell.quoted(word) == quoted) }

  @Test("a tool's text keeps its lines on a terminal and everything in a pipe")
  func toolText() {
    #expect(Untrusted.block("a\r\n\tb\u{1B}[2J\u{200C}") == "a\r\n\tb\u{FFFD}[2J\u{200C}")
    #expect(Untrusted.block("a\u{1B}b", isTerminal: false) == "a\u{1B}b")
    #expect(Untrusted.plain(String(repeating: "e\u{301}", count: 300)).unicodeScalars.count == 201)
  }

  @Test(
    "a command line that cannot be meant is refused",
    arguments: [
      ["refresh"], ["refresh", "a", "--all"], ["refresh", "--all", "--due"], ["refresh", "a", "--dry-run"],
      ["refresh", "--all", "--account", "b"], ["remove", "a", "--account", "b"], ["list", "--account", ""],
      ["add", "u", "--resource", "r", "--no-resource"], ["add", "u", "--client-secret-stdin"],
      ["add", "u", "--client-id", "c", "--client-secret-stdin", "--client-secret-file", "f"],
      ["add", "u", "--client-id", "c", "--client-secret-stdin", "--paste"], ["init"], ["init", "--key-provider", "x"],
      ["token"], ["call", "a"], ["nonsense"], ["status", "a", "b"], ["add", "u", "--login-timeout", "0"],
      ["login", "a", "--login-timeout", "0s"], ["login", "a", "--login-timeout=-5"],
      ["call", "a", "b", "--timeout", "0"],
      ["login", "a", "--finish", "-", "--scope", "s"], ["login", "a", "--finish", "-", "--no-browser"],
      ["login", "a", "--finish", "-", "--accept-issuer"], ["add", "u", "--no-login", "--scope", "s"],
      ["add", "u", "--no-login", "--device"], ["init", "--key-provider", "file", "--account", "a"],
      ["timer", "install", "--account", "a"], ["timer", "--account", "a", "remove"],
      ["timer", "status", "--account", "a"],
      ["refresher", "--account", "a"], ["registration", "list", "--account", "a"],
      ["--account", "a", "registration", "check"], ["client-metadata", "--account", "a"],
      ["client-metadata", "--registry", "/r"],
    ])
  func usage(_ arguments: [String]) { #expect(throws: (any Error).self) { _ = try MCPCred.parseAsRoot(arguments) } }

  @Test(
    "what is of use is taken",
    arguments: [
      ["registration", "check", "notes", "--account", "a"], ["add", "u", "--no-login", "--legacy-auth"],
      ["login", "a", "--finish", "-", "--switch-subject", "--account", "b"], ["log", "--account", "a"],
    ])
  func accepted(_ arguments: [String]) throws { _ = try MCPCred.parseAsRoot(arguments) }

  @Test("global options are taken before and behind the command's name")
  func globals() throws {
    let before = try #require(try MCPCred.parseAsRoot(["--json", "--registry", "/r", "list"]) as? ListCommand)
    let behind = try #require(try MCPCred.parseAsRoot(["list", "--json", "--registry", "/r"]) as? ListCommand)
    #expect(before.global.session.registry == "/r" && before.global.json)
    #expect(behind.global.session.registry == "/r" && behind.global.json)
    for words in [["--json", "timer", "status"], ["timer", "--json", "status"], ["timer", "status", "--json"]] {
      #expect(try #require(try MCPCred.parseAsRoot(words) as? TimerStatusCommand).global.json, "\(words)")
    }
  }

  @Test("several logins: a person's need goes before a retry, and nothing is zero")
  func severalLogins() {
    func report(_ error: EngineError) -> LoginReport {
      LoginReport(server: "x", account: "default", result: .failure(error))
    }
    let retry = report(.busy(server: "x")), person = report(.loginRequired(server: "x", account: "default", .expired))
    #expect(RefreshText.status(ScheduleReport(logins: [retry, person], owedRevocations: 0)) == .personNeeded)
    #expect(RefreshText.status(ScheduleReport(logins: [retry], owedRevocations: 0)) == .temporary)
    #expect(RefreshText.status(ScheduleReport(logins: [], owedRevocations: 1)) == .temporary)
    #expect(RefreshText.status(ScheduleReport(logins: [], owedRevocations: 0)) == nil)
  }

  @Test("columns line up, and the last one is ragged")
  func table() {
    var table = Table()
    table.add(["a", "bb", "c"])
    table.add(["aaa", "b", "cc"])
    #expect(table.lines() == ["a    bb  c", "aaa  b   cc"])
  }
}
