import Testing

extension EndToEnd {
  /// The timer's commands, as far as they go without a service manager; `crontab` is the test's own.
  @Suite("Timer")
  struct TimerTests {
    private static let line = "refresh --due --registry"

    /// With a key, and a service manager that is nowhere.
    private func ready(_ crontab: FakeCrontab) async throws -> Workspace {
      let home = try Workspace(with: crontab.environment.merging(["XDG_RUNTIME_DIR": "/nonexistent"]) { $1 })
      #expect(try await home.mcpcred("init", "--key-provider", "file").status == 0)
      return home
    }

    @Test("one line goes into the crontab and out again, and the others stay")
    func crontab() async throws {
      let crontab = try FakeCrontab()
      let home = try await ready(crontab)
      let theirs = "# mine\nMAILTO=ada\n\n0 4 * * * backup 100\\%\r\n"
      try crontab.write(theirs)
      for _ in 0..<2 {
        let outcome = try await home.mcpcred("timer", "install", "--cron")
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        let table = try #require(crontab.table)
        #expect(table.hasPrefix(theirs + "*/5 * * * * /") && table.contains(Self.line), "\(table)")
        #expect(table.dropFirst(theirs.utf8.count).split(separator: "\n").count == 1, "\(table)")
      }
      let other = "\(home.home)/other.sqlite"
      #expect(try await home.mcpcred("timer", "install", "--cron", "--registry", other).status == 0)
      try await expectAnswer(home, ["timer", "remove"]) { $0.hasPrefix("removed mcpcred-refresh-") }
      #expect(try #require(crontab.table).contains("--registry \(other)"))
      try await expectAnswer(home, ["timer", "remove", "--registry", other]) { $0.hasPrefix("removed ") }
      #expect(crontab.table == theirs)
      try await expectAnswer(home, ["timer", "remove"], "no timer is installed\n")
    }

    @Test("where the line was the only one, no crontab is left")
    func alone() async throws {
      let crontab = try FakeCrontab()
      let home = try await ready(crontab)
      #expect(try await home.mcpcred("timer", "install", "--cron").status == 0)
      #expect(crontab.table != nil)
      #expect(try await home.mcpcred("timer", "remove").status == 0)
      #expect(crontab.table == nil)
    }

    @Test("a crontab that cannot be read is not written")
    func unreadable() async throws {
      let crontab = try FakeCrontab()
      let home = try await ready(crontab)
      try crontab.write("precious\n")
      try crontab.spoil()
      let outcome = try await home.mcpcred("timer", "install", "--cron")
      expectFailure(outcome, 1, "crontab -l: crontab: cannot read", hints: [])
      #expect(try await home.mcpcred("timer", "remove").status == 1)
      #expect(crontab.table == "precious\n")
    }

    @Test("without a service manager nothing is written, and the other way is named")
    func noManager() async throws {
      let crontab = try FakeCrontab()
      let home = try await ready(crontab)
      let outcome = try await home.mcpcred("timer", "install")
      expectFailure(
        outcome, 1, "no service manager of the user answers: ", hints: ["mcpcred timer install --cron"])
      try expectFailureObject(try await home.mcpcred("timer", "install", "--json"), 1, code: "no_user_manager")
      #expect(!Places.exists("\(home.home)/.config"))
      #expect(crontab.table == nil)
    }

    @Test("the status says when the refresher ran, and --check whether a person is needed")
    func status() async throws {
      let crontab = try FakeCrontab()
      let daemon = try crontab.daemon()
      defer { withExtendedLifetime(daemon) {} }
      let home = try await ready(crontab)
      let none = try await home.mcpcred("timer", "status", "--check")
      #expect(none.status == 11 && none.answer == "timer  none", "\(none)")
      #expect(none.hints.first?.hasPrefix("mcpcred timer install --registry ") == true, "\(none)")
      _ = try await home.mcpcred("timer", "install", "--cron")
      #expect(try await home.mcpcred("timer", "status", "--check").status == 7)
      #expect(try await home.mcpcred("refresh", "--due").status == 0)
      // Other ways to refresh are none of the refresher's.
      #expect(try await home.mcpcred("refresh", "nobody").status == 3)
      let well = try await home.mcpcred("timer", "status", "--check", "--json")
      #expect(well.status == 0, "\(well)")
      let json = try well.json()
      #expect(json["ran_exit"]?.integer == 0 && json["key"]?.text == "open" && json["problem"] == .null, "\(json)")
      #expect(json["installed"]?.text == "cron" && json["ran_by"]?.text?.isEmpty == false, "\(json)")
      try await home.sql("UPDATE event SET at = at - 7200 WHERE kind = 'refresher-ran'")
      let late = try await home.mcpcred("timer", "status", "--check")
      #expect(late.status == 11 && late.stderr.contains("the refresher last ran 2 h ago"), "\(late)")
    }

    @Test("a run that failed is kept with its exit code, also where the key does not open")
    func failedRun() async throws {
      let server = try await RunningDemoServer()
      let crontab = try FakeCrontab()
      let daemon = try crontab.daemon()
      defer { withExtendedLifetime(daemon) {} }
      let home = try await ready(crontab)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("timer", "install", "--cron")
      try await home.sql("UPDATE grant SET due_at = 1")
      try await Program.tool("mv", [home.keyFile, "\(home.keyFile).away"])
      #expect(try await home.mcpcred("refresh", "--due").status == 5)
      let json = try await home.mcpcred("timer", "status", "--json").json()
      #expect(json["ran_exit"]?.integer == 5 && json["key"]?.text == "key_absent", "\(json)")
      let warned = try await home.mcpcred("timer", "install", "--cron")
      #expect(warned.status == 0 && warned.stderr.contains("warning: the timer cannot open the key: "), "\(warned)")
      try await Program.tool("mv", ["\(home.keyFile).away", home.keyFile])
      try await server.plan("status_429", at: "refresh", times: nil)
      #expect(try await home.mcpcred("refresh", "--due").status == 7)
      #expect(try await home.mcpcred("timer", "status", "--check").status == 7)
    }

    @Test("trying the key makes none")
    func checkKey() async throws {
      let home = try Workspace()
      let outcome = try await home.mcpcred("timer", "check-key", "--json")
      #expect(outcome.status == 0 && outcome.stdout == "{\"key\":\"none\"}\n", "\(outcome)")
      #expect(try home.files().isEmpty)
      _ = try await home.mcpcred("refresh", "--due")
      #expect(try await home.mcpcred("timer", "check-key", "--json").stdout == "{\"key\":\"none\"}\n")
      #expect(try await home.sql("SELECT count(*) FROM key_slot") == "0")
      #expect(!Places.exists(home.keyFile))
    }
  }
}
