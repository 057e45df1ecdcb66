import Testing

@testable import LinuxPlatform

@Suite("Cron's daemon")
struct CronDaemonTests {
  @Test("it is known by its name, and where nobody's processes are seen nothing is known")
  func names() {
    #expect(CronDaemon.isRunning(nil) == nil)
    #expect(CronDaemon.isRunning(["systemd", "crond"]) == true && CronDaemon.isRunning(["cron"]) == true)
  }

  @Test("the processes of this machine have names")
  func processes() throws {
    let names = try #require(ProcFolder.processNames)
    #expect(names.count > 1 && names.allSatisfy { !$0.isEmpty && $0.utf8.count < 64 })
  }
}
