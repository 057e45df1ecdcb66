import Foundation
import LinuxPlatform
import Registry
import Testing

@Suite("Key files")
struct FileKeyProviderTests {
  let folder: TemporaryFolder
  let provider = FileKeyProvider()
  let key: KeyEncryptionKey
  let digits = String(repeating: "0f", count: 32)

  init() throws {
    folder = try TemporaryFolder()
    key = try #require(KeyEncryptionKey(bytes: [UInt8](repeating: 0x0F, count: 32)))
  }

  @Test("a stored key is read back, and its file and folder are private")
  func roundTrip() throws {
    let path = folder["registry.d/key"]
    try provider.store(key, at: path)
    #expect(try provider.keys(at: path).map(\.exposedHex) == [key.exposedHex])
    #expect(folder.read("registry.d/key") == digits + "\n")
    #expect(try folder.mode("registry.d/key") == 0o600)
    #expect(try folder.mode("registry.d") == 0o700)
  }

  @Test(
    "a file that is there is never overwritten", arguments: ["", "something else", String(repeating: "a", count: 64)])
  func noOverwrite(content: String) throws {
    let path = try folder.write("key", content)
    #expect(throws: KeyError.unavailable(.file, "\(path): File exists")) { try provider.store(key, at: path) }
    #expect(folder.read("key") == content)
  }

  @Test("a link to nowhere is not followed when a key is stored")
  func storeThroughLink() throws {
    try FileManager.default.createSymbolicLink(atPath: folder["key"], withDestinationPath: folder["target"])
    #expect(throws: KeyError.self) { try provider.store(key, at: folder["key"]) }
    #expect(folder.read("target") == nil)
  }

  @Test("a missing file is an absent key")
  func absent() {
    #expect(throws: KeyError.absent(.file)) { try provider.keys(at: folder["key"]) }
    #expect(throws: KeyError.absent(.file)) { try provider.keys(at: folder["no/such/key"]) }
  }

  @Test(
    "a file that others could read or write is refused", arguments: [0o640, 0o604, 0o620, 0o602, 0o644, 0o777, 0o610])
  func wideModes(mode: Int) throws {
    let path = try folder.write("key", digits, mode: mode)
    let text = "is open to others (mode \(String(mode, radix: 8)))"
    #expect(throws: KeyError.insecure(path: path, text)) { try provider.keys(at: path) }
  }

  @Test("a file that only its owner can use is read", arguments: [0o600, 0o400, 0o700])
  func narrowModes(mode: Int) throws {
    #expect(try provider.keys(at: try folder.write("key", digits, mode: mode)).count == 1)
  }

  @Test("a symbolic link is refused even where its target is right")
  func link() throws {
    let target = try folder.write("target", digits)
    try FileManager.default.createSymbolicLink(atPath: folder["key"], withDestinationPath: target)
    #expect(throws: KeyError.insecure(path: folder["key"], "is a symbolic link")) {
      try provider.keys(at: folder["key"])
    }
  }

  @Test("a folder or a FIFO is refused without waiting for it")
  func otherKinds() throws {
    try FileManager.default.createDirectory(atPath: folder["folder"], withIntermediateDirectories: false)
    #expect(mkfifo(folder["fifo"], 0o600) == 0)
    for name in ["folder", "fifo"] {
      #expect(throws: KeyError.insecure(path: folder[name], "is not a regular file")) {
        try provider.keys(at: folder[name])
      }
    }
  }

  @Test("another user's file is refused", .enabled(if: geteuid() == 0, "only root can give a file away"))
  func foreignOwner() throws {
    let path = try folder.write("key", digits)
    #expect(chown(path, 65534, 65534) == 0)
    #expect(throws: KeyError.insecure(path: path, "belongs to user 65534")) { try provider.keys(at: path) }
  }

  @Test(
    "content that is no key is no key",
    arguments: [
      "", "\n", "0f0f", String(repeating: "0f", count: 31), String(repeating: "0f", count: 33),
      String(repeating: "zz", count: 32), String(repeating: "0f", count: 32) + "\n\n",
      " " + String(repeating: "0f", count: 32),
    ])
  func foreignContent(content: String) throws {
    let path = try folder.write("key", content)
    #expect(throws: KeyError.mismatch(.file)) { try provider.keys(at: path) }
  }

  @Test("a newline at the end is allowed, and so are capital digits")
  func tolerated() throws {
    for content in [digits, digits + "\n", digits.uppercased()] {
      #expect(try provider.keys(at: try folder.write("key", content)).map(\.exposedHex) == [key.exposedHex])
    }
  }

  @Test("a relative locator is refused")
  func relative() {
    #expect(throws: KeyError.unavailable(.file, "key is not an absolute path")) { try provider.keys(at: "key") }
  }
}
