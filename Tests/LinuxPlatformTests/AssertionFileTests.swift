import Engine
import Foundation
import LinuxPlatform
import Testing

@Suite struct AssertionFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ path: String) -> AssertionFileError.Fault? {
    do throws(AssertionFileError) {
      _ = try AssertionFile.read(path)
      return nil
    } catch {
      #expect(error.path == path)
      return error.fault
    }
  }

  @Test("whoever owns it and whoever may read it, it is read, also behind links that are exchanged")
  func links() throws {
    let files = FileManager.default
    for name in ["one", "two"] {
      try files.createDirectory(atPath: folder[name], withIntermediateDirectories: false)
      try Data(name.utf8).write(to: URL(filePath: folder["\(name)/token"]))
      try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder["\(name)/token"])
    }
    // As Kubernetes mounts it: the file is a link through a folder that is a link.
    try files.createSymbolicLink(atPath: folder["..data"], withDestinationPath: "one")
    try files.createSymbolicLink(atPath: folder["token"], withDestinationPath: "..data/token")
    #expect(try AssertionFile.read(folder["token"]) == Array("one".utf8))
    try files.removeItem(atPath: folder["..data"])
    try files.createSymbolicLink(atPath: folder["..data"], withDestinationPath: "two")
    #expect(try AssertionFile.read(folder["token"]) == Array("two".utf8))
    #expect(!(try AssertionFile.read("/proc/version").isEmpty))
  }

  @Test("what is missing, no file, or endless is an error, and nothing waits for it")
  func bad() throws {
    guard case .unreadable = fault(folder["missing"]) else {
      Issue.record("read")
      return
    }
    #expect(fault(folder.path) == .notAFile)
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    #expect(fault(folder["pipe"]) == .notAFile)
    #expect(fault("/dev/zero") == .notAFile)
    try Data(repeating: 0x61, count: 65_537).write(to: URL(filePath: folder["large"]))
    #expect(fault(folder["large"]) == .tooLarge(limit: 65_536))
  }
}
