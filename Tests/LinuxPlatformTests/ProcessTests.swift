import Foundation
import LinuxPlatform
import Testing

@Suite("The process itself")
struct ProcessTests {
  @Test("hardening makes new files private, and neither a core nor a debugger possible")
  func hardening() async {
    await #expect(processExitsWith: .success) {
      guard ProcessHardening.apply() else { exit(1) }
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      guard status.contains("Umask:\t0077") else { exit(2) }
      let limits = (try? String(contentsOfFile: "/proc/self/limits", encoding: .utf8)) ?? ""
      let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") } ?? ""
      // "Max core file size", then the soft and the hard limit.
      guard core.split(separator: " ").dropFirst(4).first == "0" else { exit(3) }
      guard isDumpable() == 0 else { exit(4) }
      exit(0)
    }
  }

  @Test("the first signal calls back, the second ends the process")
  func signals() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let seen = DispatchSemaphore(value: 0)
      guard TerminationSignals.watch({ number in if number == SIGTERM { seen.signal() } }) else { exit(1) }
      guard !TerminationSignals.watch({ _ in }) else { exit(2) }
      kill(getpid(), SIGTERM)
      guard seen.wait(timeout: .now() + 10) == .success else { exit(3) }
      kill(getpid(), SIGTERM)
      sleep(10)
      exit(4)
    }
  }

  @Test("an ignored signal stays ignored")
  func ignored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGINT, SIG_IGN)
      let seen = DispatchSemaphore(value: 0)
      guard TerminationSignals.watch({ _ in seen.signal() }) else { exit(1) }
      kill(getpid(), SIGINT)
      guard seen.wait(timeout: .now() + .milliseconds(300)) == .timedOut else { exit(2) }
      kill(getpid(), SIGTERM)
      guard seen.wait(timeout: .now() + 10) == .success else { exit(3) }
      exit(0)
    }
  }

  @Test("the calling program has a name")
  func parent() throws {
    let name = try #require(ProcessName.parent)
    let comm = try String(contentsOfFile: "/proc/\(getppid())/comm", encoding: .utf8)
    #expect(name == comm.trimmingCharacters(in: .newlines))
  }
}

/// prctl(2) with PR_GET_DUMPABLE; variadic functions and their constants are not imported.
private func isDumpable() -> Int32 {
  typealias Function = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
  guard let symbol = dlsym(nil, "prctl") else { return -1 }
  return unsafeBitCast(symbol, to: Function.self)(3, 0, 0, 0, 0)
}
