import Engine
import Foundation
import LinuxPlatform
import Testing

@Suite("Grant locks")
struct FileGrantLockTests {
  let folder: TemporaryFolder
  let locks: FileGrantLock

  init() throws {
    folder = try TemporaryFolder()
    locks = FileGrantLock(folder: folder["registry.d/locks"])
  }

  @Test("a lock is had once within a process, and again after its release")
  func withinOneProcess() throws {
    let first = try #require(try locks.attempt("grant"))
    #expect(try locks.attempt("grant") == nil)
    first.release()
    let second = try locks.attempt("grant")
    #expect(second != nil)
    first.release()
    #expect(try locks.attempt("grant") == nil, "a second release of the first frees nobody else's lock")
  }

  @Test("a lock ends with its last reference")
  func lastReference() throws {
    var held = try locks.attempt("grant")
    #expect(held != nil)
    held = nil
    #expect(try locks.attempt("grant") != nil)
  }

  @Test("two grants do not wait for each other")
  func independent() throws {
    let one = try locks.attempt("one")
    let other = try locks.attempt("other")
    #expect(one != nil && other != nil)
  }

  @Test("another process cannot take a held lock")
  func heldHere() throws {
    let held = try #require(try locks.attempt("grant"))
    let path = folder["registry.d/locks/grant"]
    #expect(try RunningProgram.run("/usr/bin/env", ["flock", "--nonblock", path, "true"]).status == 1)
    held.release()
    #expect(try RunningProgram.run("/usr/bin/env", ["flock", "--nonblock", path, "true"]).status == 0)
  }

  @Test("a lock of another process is free again when that process is killed")
  func heldElsewhere() async throws {
    try #require(try locks.attempt("grant")).release()
    // exec: the one process that is killed is the one that holds the lock.
    let holder = try RunningProgram(
      "/usr/bin/env",
      ["sh", "-c", "exec 9<>\"$0\"; flock 9; echo held; exec sleep 60", folder["registry.d/locks/grant"]])
    #expect(holder.line() == "held")
    #expect(try locks.attempt("grant") == nil)
    holder.kill()
    #expect(try await eventually { try locks.attempt("grant") } != nil)
  }

  @Test("lock files are private, stay, and are in a private folder")
  func modes() throws {
    try #require(try locks.attempt("grant")).release()
    #expect(try folder.mode("registry.d/locks/grant") == 0o600)
    #expect(try folder.mode("registry.d/locks") == 0o700)
    #expect(try folder.mode("registry.d") == 0o700)
  }

  @Test("a name that leads elsewhere is refused", arguments: ["", ".", "..", "a/b", "../key"])
  func badNames(name: String) {
    #expect(throws: LockError.self) { try locks.attempt(name) }
  }

  @Test("a symbolic link in place of a lock file is refused")
  func link() throws {
    try #require(try locks.attempt("grant")).release()
    let target = try folder.write("elsewhere", "")
    try FileManager.default.createSymbolicLink(atPath: folder["registry.d/locks/link"], withDestinationPath: target)
    #expect(throws: LockError.self) { try locks.attempt("link") }
  }
}
