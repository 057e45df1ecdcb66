import Foundation
import LinuxPlatform
import Testing

@Suite("Running a program")
struct ProgramRunTests {
  let environment = ["PATH": "/usr/bin:/bin", "WORD": "given"]

  private func run(_ script: String, input: String = "", seconds: Int = 20) throws -> ProgramOutcome {
    try ProgramRun(
      "sh", ["-c", script, "sh", "a b", "$(id)"], environment: environment, input: Array(input.utf8), seconds: seconds
    ).outcome()
  }

  @Test("it gets its words as they are, its input and its environment, and both of its streams come back")
  func outcome() throws {
    let said = try run("cat; echo \"$1|$2|$WORD|$HOME\"; echo trouble >&2; exit 3", input: "in\n")
    #expect(said.status == 3)
    #expect(said.text == "in\na b|$(id)|given|\n")
    #expect(said.errorText == "trouble\n")
  }

  @Test("bytes that are no text come back unchanged")
  func bytes() throws {
    let input: [UInt8] = [0, 0xFF, 0x0A, 0xE9]
    let said = try ProgramRun("cat", [], environment: environment, input: input, seconds: 20).outcome()
    #expect(said.output == input)
  }

  @Test("a program that a signal ended has its number")
  func signalled() throws { #expect(try run("kill -TERM $$").status == 143) }

  @Test("one that does not end in time is killed")
  func deadline() throws {
    #expect(throws: ProgramError.timedOut("sh", seconds: 1)) { try run("exec sleep 60", seconds: 1) }
  }

  @Test("a grandchild that keeps the streams open keeps nobody waiting")
  func grandchild() throws {
    let said = try run("sleep 60 & echo $!")
    defer { kill(Int32(said.text.trimmingCharacters(in: .newlines)) ?? 0, SIGKILL) }
    #expect(said.status == 0 && !said.text.isEmpty)
  }

  @Test("what is not there, or is no program, is said so")
  func missing() throws {
    #expect(throws: ProgramError.missing("no-such-program")) {
      try ProgramRun("no-such-program", [], environment: environment, seconds: 20).outcome()
    }
    #expect(throws: ProgramError.missing("/etc")) {
      try ProgramRun("/etc", [], environment: environment, seconds: 20).outcome()
    }
  }

  @Test("signals that this process ignores are not ignored there")
  func ignored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGTERM, SIG_IGN)
      let run = ProgramRun("sh", ["-c", "kill -TERM $$"], environment: ["PATH": "/usr/bin:/bin"], seconds: 20)
      exit((try? run.outcome().status) == 143 ? 0 : 1)
    }
  }

  @Test("this program knows its own file, and prefers the name it was called by")
  func own() throws {
    let file = try #require(OwnProgram.path(calledAs: "no-such-name", environment))
    #expect(file == URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path)
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder["own-link"], withDestinationPath: file)
    #expect(OwnProgram.path(calledAs: folder["own-link"], environment) == folder["own-link"])
    #expect(OwnProgram.path(calledAs: "own-link", ["PATH": "/usr/bin:\(folder.path)"]) == folder["own-link"])
    #expect(OwnProgram.path(calledAs: "/bin/sh", environment) == file)
  }

  @Test("the service manager's bus is found without a variable, and instead of another bus")
  func runtimeFolder() throws {
    let folder = try TemporaryFolder()
    let socket = try UnixSocket(path: folder["bus"])
    defer { socket.close() }
    let found = RuntimeFolder.found(["XDG_RUNTIME_DIR": folder.path, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/other"])
    #expect(found["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=\(folder["bus"])")
    #expect(RuntimeFolder.found(["HOME": "/h"])["XDG_RUNTIME_DIR"] == "/run/user/\(getuid())")
    #expect(RuntimeFolder.found(["XDG_RUNTIME_DIR": "relative"])["XDG_RUNTIME_DIR"] == "/run/user/\(getuid())")
  }
}
