import Foundation
import Testing

extension EndToEnd {
  /// What `timer install` puts there, fired by the real systemd and the real cron.
  @Suite("Timer in a user's session", UserSession.isPossible)
  struct UserSessionTests {
    /// Fires every three seconds what fires every five minutes.
    private static let often = "[Timer]\nOnCalendar=\nOnCalendar=*:*:0/3\nRandomizedDelaySec=0\nAccuracySec=100ms\n"
    /// Seconds; the shortest life of a token that the schedule renews.
    private static let life = 900

    @Test("systemd's timer and cron's line each keep a login alive without a person")
    func keepAlive() async throws {
      let home = try await Workspace.ready()
      let session = try await UserSession(home)
      // Cron fires at the full minute: what waits for it runs beside the rest.
      let cron = Task { try await Self.byCron(home, session) }
      do { try await Self.bySystemd(home, session) } catch {
        cron.cancel()
        throw error
      }
      try await cron.value
      // Both logins were a person's; nothing since.
      #expect(home.visited.count == 2)
      try await session.end()
    }

    /// By the two commands of docs/unattended.md, in the default registry.
    private static func bySystemd(_ home: Workspace, _ session: UserSession) async throws {
      let server = try await RunningDemoServer(lifetime: life)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let commands = try unattendedCommands()
      #expect(commands.count == 2 && commands[0].contains("timer install"), "\(commands)")
      for command in commands { try await session.must(command) }
      let units = "\(home.home)/.config/systemd/user"
      #expect(try await session.systemctl("is-enabled mcpcred-refresh.timer") == "enabled\n")
      try await session.must(
        "mkdir \(units)/mcpcred-refresh.timer.d && printf '\(often)' >\(units)/mcpcred-refresh.timer.d/often.conf")
      try await session.systemctl("daemon-reload")
      try await session.systemctl("restart mcpcred-refresh.timer")
      for generation in 2...3 { try await renewed(home, nil, server, to: generation) }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await server.refreshes() == 2)
      try await statusIsGood(session)
      try await lostKey(home, session)
      #expect(try await session.run("mcpcred timer remove").stdout == "removed mcpcred-refresh\n")
      try await session.must("rm -r \(units)/mcpcred-refresh.timer.d")
      let left = try FileManager.default.subpathsOfDirectory(atPath: "\(home.home)/.config")
      #expect(left.filter { $0.contains("mcpcred-refresh.") } == [])
      #expect(try await session.systemctl("list-timers --all --no-legend mcpcred-refresh.timer") == "")
    }

    /// In a registry whose path needs every kind of quotes, which systemd takes as well.
    private static func byCron(_ home: Workspace, _ session: UserSession) async throws {
      let server = try await RunningDemoServer(lifetime: life)
      let registry = "\(home.home)/it's 100% $HOME \"x\".sqlite"
      let option = "--registry '\(registry.replacingOccurrences(of: "'", with: "'\\''"))'"
      for words in [["init", "--key-provider", "file"], ["add", "demo", server.mcp]] {
        #expect(try await home.run(words + ["--registry", registry]).status == 0)
      }
      try await session.must("printf '# mine\\n' | crontab -")
      try await session.must("mcpcred timer install \(option)")
      let status = try JSON.parse(try await session.must("mcpcred timer status --json \(option)"))
      #expect(status["installed"]?.text == "systemd" && status["key"]?.text == "open", "\(status)")
      let unit = try #require(status["name"]?.text)
      try await session.systemctl("start \(unit).service")
      #expect(try await home.sql("SELECT actor FROM event WHERE kind = 'refresher-ran'", in: registry) == "systemd")
      // It takes the units' place.
      let installed = try await session.run("mcpcred timer install --cron \(option)")
      #expect(installed.status == 0 && installed.stderr.contains("removed the systemd units"), "\(installed)")
      try await session.must("crontab -l | sed 's,^\\*/5 ,* ,' | crontab -")
      try await renewed(home, registry, server, to: 2, within: .seconds(75))
      let run = try JSON.parse(try await session.must("mcpcred timer status --check --json \(option)"))
      #expect(run["ran_exit"]?.integer == 0 && run["ran_by"]?.text != "systemd", "\(run)")
      #expect(run["installed"]?.text == "cron" && run["key"]?.text == "open", "\(run)")
      try await session.must("mcpcred timer remove \(option)")
      #expect(try await session.must("crontab -l") == "# mine\n")
    }

    /// Lets the token die at the server and fall due here, and waits for the timer to notice.
    private static func renewed(
      _ home: Workspace, _ registry: String?, _ server: RunningDemoServer, to generation: Int,
      within limit: Duration = .seconds(20)
    ) async throws {
      try await server.advance(by: life + 60)
      try await home.sql("UPDATE grant SET due_at = 1", in: registry)
      _ = try await eventually("generation \(generation)", within: limit) {
        try await home.sql("SELECT generation FROM grant", in: registry) == "\(generation)" ? true : nil
      }
    }

    private static func statusIsGood(_ session: UserSession) async throws {
      let json = try JSON.parse(try await session.must("mcpcred timer status --check --json"))
      #expect(json["name"]?.text == "mcpcred-refresh" && json["result"]?.text == "success", "\(json)")
      #expect(json["enabled"] == .bool(true) && json["active"] == .bool(true), "\(json)")
      #expect(json["ran_by"]?.text == "systemd" && json["ran_exit"]?.integer == 0, "\(json)")
      #expect(json["next_at"]?.text != nil && json["fired_at"]?.text != nil, "\(json)")
      #expect(json["key"]?.text == "open" && json["lingering"] == .bool(false), "\(json)")
      let text = try await session.run("mcpcred timer status")
      #expect(text.hints == ["loginctl enable-linger"], "\(text)")
    }

    /// A key that is gone fails the unit and is named; once it is back, all is well without anybody's doing.
    private static func lostKey(_ home: Workspace, _ session: UserSession) async throws {
      try await session.must("mv '\(home.keyFile)' '\(home.keyFile).away'")
      try await home.sql("UPDATE grant SET due_at = 1")
      _ = try await eventually("the failure") {
        try await session.run("XDG_RUNTIME_DIR=/run/user/0 systemctl --user is-failed mcpcred-refresh.service").status
          == 0 ? true : nil
      }
      let lost = try await session.run("mcpcred timer status --check --json")
      #expect(lost.status == 11, "\(lost)")
      #expect(try lost.json()["key"]?.text == "key_absent" && lost.json()["result"]?.text == "exit-code", "\(lost)")
      try await session.must("mv '\(home.keyFile).away' '\(home.keyFile)'")
      _ = try await eventually("the recovery") {
        try await session.run("mcpcred timer status --check").status == 0 ? true : nil
      }
    }

    /// What a reader of the page copies.
    private static func unattendedCommands() throws -> [String] {
      let text = FileManager.default.contents(atPath: "\(Places.package)/docs/unattended.md") ?? Data()
      let section = String(decoding: text, as: UTF8.self).split(separator: "# Unattended use\n", maxSplits: 1).last
      let block = section?.split(separator: "\n```\n", maxSplits: 2).dropFirst().first ?? ""
      return block.split(separator: "\n").map { String($0) }
    }
  }
}
