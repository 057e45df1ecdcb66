import Engine
import Foundation
import LinuxPlatform
import Testing

@Suite struct FileTokenSpoolTests {
  private let folder: TemporaryFolder
  private let spool: FileTokenSpool

  init() throws {
    folder = try TemporaryFolder()
    spool = FileTokenSpool(folder: folder["spool"])
  }

  @Test("a file has its space before it is needed, and nobody else can read it")
  func allocation() throws {
    try spool.allocate(7, bytes: 65_536)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder["spool/7"])
    #expect((attributes[.size] as? Int) == 65_536)
    #expect(try folder.mode("spool/7") == 0o600)
    #expect(try folder.mode("spool") == 0o700)
    var status = stat()
    #expect(stat(folder["spool/7"], &status) == 0)
    #expect(status.st_blocks >= 128, "the space is promised and not there")
  }

  @Test("what was kept comes back, and takes the place of what was kept before")
  func keeping() throws {
    try spool.allocate(7, bytes: 65_536)
    #expect(try spool.kept(for: 7) == nil)
    try spool.keep([UInt8](repeating: 1, count: 5000), for: 7)
    try spool.keep([1, 2, 3], for: 7)
    #expect(try spool.kept(for: 7) == [1, 2, 3])
    try spool.allocate(7, bytes: 65_536)
    #expect(try spool.kept(for: 7) == [1, 2, 3])
    #expect(try spool.kept(for: 8) == nil)
    spool.discard(7)
    #expect(try spool.kept(for: 7) == nil)
    #expect(!FileManager.default.fileExists(atPath: folder["spool/7"]))
    spool.discard(7)
  }

  @Test("more than the space that was set aside is kept too")
  func large() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try spool.keep(bytes, for: 7)
    #expect(try spool.kept(for: 7) == bytes)
  }

  @Test("a file that was not written to its end holds nothing")
  func torn() throws {
    try spool.keep([UInt8](repeating: 9, count: 100), for: 7)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder["spool/7"]))
    for length in [0, 3, 11, 12, whole.count - 1] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: folder["spool/7"]))
      #expect(try spool.kept(for: 7) == nil, "\(length) bytes")
    }
  }

  @Test("a link in a file's place is not followed")
  func link() throws {
    try spool.allocate(1, bytes: 65_536)
    try folder.write("elsewhere", "")
    try FileManager.default.createSymbolicLink(atPath: folder["spool/7"], withDestinationPath: folder["elsewhere"])
    #expect(throws: TokenSpoolError.self) { try spool.allocate(7, bytes: 65_536) }
    #expect(throws: TokenSpoolError.self) { try spool.kept(for: 7) }
  }

  @Test("a folder that cannot be made is an error that names the file")
  func noFolder() throws {
    let path = try folder.write("spool", "a file")
    let error = #expect(throws: TokenSpoolError.self) { try spool.allocate(7, bytes: 65_536) }
    #expect(error?.path == path + "/7")
    #expect(error?.isFull == false)
  }
}
