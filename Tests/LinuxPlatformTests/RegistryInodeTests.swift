import Engine
import Foundation
import LinuxPlatform
import Testing

@Suite("Locks on the registry's own file")
struct RegistryInodeTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("registry.sqlite", "")
  }

  @Test("a lock is had once, by whatever name the file is reached, and again after its release")
  func oneLock() throws {
    let inode = try RegistryInode.open(path, making: false)
    try FileManager.default.linkItem(atPath: path, toPath: folder["other"])
    let other = try RegistryInode.open(folder["other"], making: false)
    let held = try #require(try inode.attempt("grant-1"))
    #expect(try other.attempt("grant-1") == nil)
    #expect(try other.attempt("grant-2") != nil)
    held.release()
    #expect(try other.attempt("grant-1") != nil)
  }

  @Test("it makes the file only where it is told to, private and empty")
  func making() throws {
    let missing = folder["missing"]
    #expect(throws: LockError.self) { try RegistryInode.open(missing, making: false) }
    _ = try RegistryInode.open(missing, making: true)
    #expect(try folder.mode("missing") == 0o600)
    #expect(FileManager.default.contents(atPath: missing) == Data())
  }

  @Test("a grant whose lock file is gone is locked still")
  func lostLockFile() throws {
    let inode = try RegistryInode.open(path, making: false)
    let locks = FileGrantLock(folder: folder["locks"], registry: inode)
    let held = try #require(try locks.attempt("grant-1"))
    try FileManager.default.removeItem(atPath: folder["locks"])
    #expect(try locks.attempt("grant-1") == nil)
    held.release()
    #expect(try locks.attempt("grant-1") != nil)
  }

  @Test("another process sees the lock, and that the file is open by another of its paths")
  func elsewhere() throws {
    let inode = try RegistryInode.open(path, making: false)
    let held = try #require(try inode.attempt("grant-1"))
    #expect(try inode.enter(by: path))
    // Whole ranges: 2^61 says by which paths the file is open, 2^62 has the locks.
    let probe = """
      import fcntl, struct, sys
      def locked(start, length):
          asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, start, length, 0)
          return struct.unpack("hhqqi4x", fcntl.fcntl(file, 36, asked))[0] != fcntl.F_UNLCK
      file = open(sys.argv[1], "r+b")
      print(locked(1 << 61, 1 << 60), locked(1 << 62, 1 << 61), locked(0, 1 << 61))
      """
    func ask() throws -> String {
      try RunningProgram.run("/usr/bin/env", ["python3", "-c", probe, path]).output
    }
    #expect(try ask() == "True True False\n")
    held.release()
    #expect(try ask() == "True False False\n")
  }

  @Test("the file at the path is known from another one that took its place")
  func exchanged() throws {
    let inode = try RegistryInode.open(path, making: false)
    #expect(inode.isAt(path))
    try FileManager.default.moveItem(atPath: path, toPath: folder["aside"])
    #expect(!inode.isAt(path) && inode.isAt(folder["aside"]))
    try folder.write("registry.sqlite", "")
    #expect(!inode.isAt(path))
  }
}
