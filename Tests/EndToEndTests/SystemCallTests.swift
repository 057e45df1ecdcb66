import Foundation
import Testing

/// Seconds for all of it: unset, a sample is enough.
private let soakSeconds = Int(ProcessInfo.processInfo.environment["MCPCRED_TEST_SOAK_SECONDS"] ?? "")

/// Each system call of each command that stores or spends anything, made to fail once. Not among the other end-to-end tests,
/// whose time limit is for tests that do not go on for hours.
@Suite(
  "System calls", .serialized, .enabled(if: SystemCallFaults.isAvailable, "needs strace"),
  .timeLimit(.minutes((soakSeconds ?? 0) / 60 + 6)))
struct SystemCallTests {
  enum Command: String, CaseIterable, CustomTestStringConvertible {
    case add, login, refresh, revoke, remove
    /// At a server that takes a refresh token once: no fault of a file, and none that passes, may cost the login there.
    case strictRefresh

    var testDescription: String { rawValue }
  }

  private static let sample = 20

  @Test(
    "a system call that fails is survived or told, gives nothing away, and the login works afterwards",
    arguments: Command.allCases)
  func fault(_ command: Command) async throws {
    let site = try await Site(command)
    let plan = try await site.plan()
    #expect(plan.faults.count > 100, "too few for \(command)")
    let deadline = soakSeconds.map { ContinuousClock.now + .seconds($0 / Command.allCases.count) }
    var done = 0
    for fault in deadline == nil ? plan.faults.prefix(Self.sample) : plan.faults[...] {
      if let deadline, ContinuousClock.now > deadline { break }
      try await site.expectWhole(after: fault)
      done += 1
    }
    #expect(done > 0)
  }

  /// An event loop needs three descriptors and a thread, and ends the process where it gets none.
  @Test("no command has an event loop, nor any thread of the language's own", arguments: Command.allCases)
  func noEventLoop(_ command: Command) async throws {
    let site = try await Site(command)
    let record = try await site.record()
    #expect(record.contains("connect(") || command == .remove)
    for call in ["epoll_create1(", "epoll_wait(", "timerfd_create("] {
      #expect(!record.contains(call), "\(command): \(call)")
    }
  }

  @Test("a login without a thread or an event descriptor ends with a word", arguments: [Command.add, .login])
  func scarce(_ command: Command) async throws {
    let site = try await Site(command)
    for number in 1...3 {
      for call in ["clone3:error=EAGAIN", "eventfd2:error=EMFILE"] {
        try await site.expectWhole(after: "\(call):when=\(number)+")
      }
    }
  }

  @Test(
    "an answer that lies in the socket outlasts a want of memory",
    arguments: ["recvfrom:error=ENOMEM:when=1..3", "recvfrom:error=ENOBUFS:when=1", "poll:error=ENOMEM:when=2..5"])
  func shortage(_ rule: String) async throws {
    let site = try await Site(.strictRefresh)
    try await site.server.clearRequests()
    let outcome = try await SystemCallFaults.start(site.home, ["refresh", "demo"], inject: rule).end()
    #expect(outcome.status == 0 && outcome.stdout.hasPrefix("refreshed demo"), "\(rule): \(outcome)")
    #expect(try await site.server.refreshes() == 1)
    #expect(try String(contentsOfFile: "\(site.home.scratch.path)/calls", encoding: .utf8).contains("(INJECTED)"))
  }

  /// A server, a home, and the command between them.
  private struct Site {
    let command: Command
    let server: RunningDemoServer
    let home: Workspace

    private var login: [String] { ["login", "demo", "--login-timeout", "5"] }
    private var add: [String] { ["add", "demo", server.mcp, "--login-timeout", "5"] }
    private let call = ["call", "demo", "add_numbers", "a=1", "b=2"]

    init(_ command: Command) async throws {
      self.command = command
      server = try await RunningDemoServer(behaviours: command == .strictRefresh ? [] : ["rotation_grace"])
      // A browser that strace sees nothing of but its start.
      home = try await Workspace.ready(browser: .ignores)
      try await prepare()
    }

    private var arguments: [String] {
      switch command {
      case .add: add
      case .login: login
      case .refresh, .strictRefresh: ["refresh", "demo"]
      case .revoke: ["revoke", "demo"]
      case .remove: ["remove", "demo"]
      }
    }

    /// What the undisturbed command does.
    func record() async throws -> String {
      let record = "\(home.scratch.path)/recorded"
      let outcome = try await answered(try SystemCallFaults.record(home, arguments, to: record))
      guard outcome.status == 0 else { throw TestFailure("the undisturbed run failed: \(outcome)") }
      return try String(contentsOfFile: record, encoding: .utf8)
    }

    func plan() async throws -> SystemCallPlan {
      let record = try await record()
      try await prepare()
      return SystemCallPlan(
        record: record,
        of: command == .strictRefresh ? SystemCallPlan.passing : SystemCallPlan.all, seed: 1)
    }

    func expectWhole(after fault: SystemCallPlan.Fault) async throws { try await expectWhole(after: fault.rule) }

    func expectWhole(after fault: String) async throws {
      let outcome = try await answered(try SystemCallFaults.start(home, arguments, inject: fault))
      let what: Comment = "\(command), \(fault): \(outcome)"
      #expect((0...13).contains(outcome.status), what)
      #expect(outcome.status == 0 || outcome.stderr.contains("mcpcred: "), what)
      let secret = /(?:^|[^A-Za-z0-9_-])(?:at|rt)_[A-Za-z0-9_-]{16}/
      #expect((outcome.stdout + outcome.stderr).firstMatch(of: secret) == nil, what)
      #expect(try await home.sql("PRAGMA integrity_check") == "ok", what)
      switch command {
      case .add: try await expectStoredOrNot(what)
      case .login, .refresh, .strictRefresh:
        // A failure may want one more try.
        let refresh = try await home.run(["refresh", "demo"])
        let call = try await home.run(call)
        #expect(refresh.status == 0 && call.status == 0, "\(what)\nthen \(refresh)\n\(call)")
      case .revoke, .remove: break
      }
      let again = try await repaired()
      #expect(again.status == 0, "\(what)\nthen \(again)")
    }

    /// What is listed after an `add` works.
    private func expectStoredOrNot(_ what: Comment) async throws {
      let list = try await home.run(["list", "--json"])
      #expect(list.status == 0, "\(what)\nthen \(list)")
      guard list.stdout != "[]\n" else { return }
      let call = try await home.run(call)
      #expect(call.status == 0, "\(what)\nthen \(call)")
    }

    /// The state that the command starts from.
    private func prepare() async throws {
      let outcome = try await repaired()
      guard outcome.status == 0 else { throw TestFailure("\(outcome)") }
    }

    private func repaired() async throws -> Outcome {
      if command == .add {
        let outcome = try await home.run(["remove", "demo"])
        return outcome.status == 3 ? try await home.run(["list"]) : outcome
      }
      let outcome = try await home.run(call)
      return switch outcome.status {
      case 3: try await answered(try home.start(add))
      case 4: try await answered(try home.start(login))
      default: outcome
      }
    }

    /// Its end; a person goes wherever its browser was sent.
    private func answered(_ program: RunningProgram) async throws -> Outcome {
      let followed = home.visited.count
      let person = Task {
        let url = try await eventually("a login", within: .seconds(60)) { home.visited.dropFirst(followed).first }
        try? await Curl.follow(url)
      }
      defer { person.cancel() }
      return try await program.end(within: .seconds(100))
    }
  }
}
