import Foundation
import Registry
import Testing

@testable import mcpcred

/// What is read about a timer, and what follows from it.
@Suite("Timer state")
struct TimerStateTests {
  static let now = Date(timeIntervalSince1970: 1_800_000_100)

  private static let healthy = UnitState(
    shown: """
      Result=success
      NextElapseUSecRealtime=Fri 2027-01-15 08:05:30 UTC
      LastTriggerUSec=Fri 2027-01-15 08:00:12 UTC
      ActiveState=active
      UnitFileState=enabled

      Result=success
      ActiveState=inactive
      UnitFileState=static

      """)

  private static func unit(_ changes: (String, String)...) -> UnitState {
    let lines = ["UnitFileState=enabled", "ActiveState=active", "", "Result=success"]
    return UnitState(
      shown: changes.reduce(lines.joined(separator: "\n")) { $0.replacingOccurrences(of: $1.0, with: $1.1) })
  }

  private static func state(
    _ unit: UnitState = healthy, key: KeyCheck? = .open, ran ago: TimeInterval? = 100, status: Int32 = 0
  ) -> TimerState {
    TimerState(
      name: "n", installation: .systemd(unit),
      run: ago.map { RefresherRun(endedAt: now - $0, status: status, actor: "systemd") }, isLingering: false, key: key)
  }

  @Test("what systemctl shows is read, and what it does not know is nothing")
  func shown() {
    let unit = Self.healthy
    #expect(unit.isEnabled && unit.isActive && unit.result == "success")
    #expect(unit.nextAt?.seconds == 1_800_000_330 && unit.firedAt?.seconds == 1_800_000_012)
    let stopped = UnitState(
      shown:
        "UnitFileState=disabled\nActiveState=inactive\nNextElapseUSecRealtime=\nLastTriggerUSec=n/a\n\nResult=timeout")
    #expect(!stopped.isEnabled && !stopped.isActive && stopped.nextAt == nil && stopped.firedAt == nil)
    #expect(stopped.result == "timeout")
    #expect(UnitState(shown: "") == UnitState(shown: "\n\n\n"))
    #expect(UnitState.date("Fri 2027-01-15 08:05:30 CET") == nil)
  }

  @Test("the first thing that is wrong is what is said, and time alone mends only some of it")
  func problems() {
    let key = KeyCheck.fails(code: "key_locked", message: "locked", action: nil)
    let rows: [(TimerState, TimerProblem?, needsPerson: Bool)] = [
      (Self.state(), nil, false), (Self.state(key: KeyCheck.none), nil, false),
      (TimerState(name: "n"), .notInstalled, true),
      (TimerState(name: "n", installation: .unreachable("x")), .unreachable("x"), true),
      (Self.state(Self.unit(("=enabled", "=disabled"))), .notEnabled, true),
      (Self.state(Self.unit(("=active", "=inactive"))), .notActive, true),
      (Self.state(Self.unit(("=success", "=timeout"))), .failed("timeout"), true),
      (Self.state(Self.unit(("=success", "=timeout")), key: key), .key(key), true),
      (Self.state(key: .unknown("x")), .key(.unknown("x")), true),
      (Self.state(ran: nil), .notRunYet, false), (Self.state(status: 7), .ended(7), false),
      (Self.state(status: 11), .ended(11), true), (Self.state(status: 5), .ended(5), true),
      (Self.state(ran: 3600), nil, false), (Self.state(ran: 3601), .late(since: Self.now - 3601), true),
      (Self.state(ran: -60), nil, false), (Self.state(ran: -61), .late(since: Self.now + 61), true),
      (Self.state(ran: 3601, status: 7), .late(since: Self.now - 3601), true),
    ]
    for row in rows {
      #expect(row.0.problem(now: Self.now) == row.1, "\(row)")
      #expect((row.1?.needsPerson ?? false) == row.needsPerson, "\(row)")
    }
  }

  @Test("a line of a crontab that no daemon reads is a problem; where nobody can look it is none")
  func noDaemon() {
    var state = TimerState(name: "n", installation: .cron, run: Self.state().run, key: .open)
    for (known, problem) in [(nil, nil), (true, nil), (false, TimerProblem.noCronDaemon)] as [(Bool?, TimerProblem?)] {
      state.hasCronDaemon = known
      #expect(state.problem(now: Self.now) == problem)
    }
    #expect(TimerProblem.noCronDaemon.needsPerson)
  }

  @Test("cron fires at the next multiple of five minutes")
  func cron() {
    let state = TimerState(name: "n", installation: .cron)
    #expect(state.nextAt(now: Date(timeIntervalSince1970: 1_800_000_100))?.seconds == 1_800_000_300)
    #expect(state.nextAt(now: Date(timeIntervalSince1970: 1_800_000_300))?.seconds == 1_800_000_600)
  }

  @Test("what was said about the key is read")
  func key() {
    #expect(KeyCheck(output: "{\"key\":\"open\"}\n", errors: "mcpcred: warning: x\n", status: 0) == .open)
    #expect(KeyCheck(output: "{\"key\":\"none\"}\n", errors: "", status: 0) == .none)
    let error = "mcpcred: warning: x\n{\"action\":null,\"code\":\"key_locked\",\"message\":\"the keyring is locked\"}\n"
    #expect(
      KeyCheck(output: "", errors: error, status: 5)
        == .fails(code: "key_locked", message: "the keyring is locked", action: nil))
    #expect(KeyCheck(output: "", errors: "x\nno bus\n", status: 1) == .unknown("no bus"))
    #expect(KeyCheck(output: "", errors: "", status: 203) == .unknown("exit code 203"))
  }

  @Test("what to type names the registry, and JSON has every member")
  func words() throws {
    func text(_ state: TimerState) -> TimerText {
      TimerText(state: state, options: ["--registry", "/a b"], now: Self.now)
    }
    func action(_ state: TimerState) -> String? { text(state).json.value["action"]?.stringValue }
    #expect(action(TimerState(name: "n")) == "mcpcred timer install --registry '/a b'")
    #expect(action(Self.state(status: 11)) == "mcpcred status --registry '/a b'")
    #expect(action(Self.state(status: 5)) == "mcpcred refresh --due --registry '/a b'")
    #expect(action(Self.state(ran: 9999)) == "systemctl --user status n.timer")
    #expect(action(Self.state(status: 7)) == nil && action(Self.state()) == nil)
    let members = text(Self.state()).json.value.objectValue.map { Set($0.keys) }
    #expect(members == text(TimerState(name: "n")).json.value.objectValue.map { Set($0.keys) })
    #expect(text(Self.state()).json.value["next_at"]?.stringValue == "2027-01-15T08:05:30Z")
  }
}
