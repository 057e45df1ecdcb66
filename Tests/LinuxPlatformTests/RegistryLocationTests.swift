import Foundation
import LinuxPlatform
import Testing

@Suite("Where the registry is")
struct RegistryLocationTests {
  @Test(
    "the first place that is named wins",
    arguments: [
      ("/given", ["MCPCRED_REGISTRY": "/variable", "XDG_DATA_HOME": "/data", "HOME": "/home/u"], "/given"),
      (nil, ["MCPCRED_REGISTRY": "/variable", "XDG_DATA_HOME": "/data", "HOME": "/home/u"], "/variable"),
      (nil, ["XDG_DATA_HOME": "/data", "HOME": "/home/u"], "/data/mcpcred/registry.sqlite"),
      (nil, ["HOME": "/home/u"], "/home/u/.local/share/mcpcred/registry.sqlite"),
      (nil, ["MCPCRED_REGISTRY": "", "XDG_DATA_HOME": "", "HOME": "/h"], "/h/.local/share/mcpcred/registry.sqlite"),
      (nil, ["XDG_DATA_HOME": "relative", "HOME": "/h"], "/h/.local/share/mcpcred/registry.sqlite"),
    ] as [(String?, [String: String], String)])
  func precedence(explicit: String?, environment: [String: String], path: String) throws {
    let location = try RegistryLocation.find(explicit: explicit, environment: environment)
    #expect(location.path == path)
  }

  @Test("without any place there is an error", arguments: [[:], ["HOME": ""], ["HOME": "relative"]])
  func nowhere(environment: [String: String]) {
    #expect(throws: RegistryLocationError.noHome) { try RegistryLocation.find(explicit: nil, environment: environment) }
  }

  @Test("an empty path is an error, not the default")
  func empty() {
    #expect(throws: RegistryLocationError.badPath("")) {
      try RegistryLocation.find(explicit: "", environment: ["HOME": "/h"])
    }
  }

  @Test("a relative path is within the working folder")
  func relative() throws {
    let location = try RegistryLocation.find(explicit: "some.sqlite", environment: [:])
    #expect(location.path == FileManager.default.currentDirectoryPath + "/some.sqlite")
  }

  @Test("every link to a registry leads to the same folder, before and after the file is there")
  func links() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(atPath: folder["real"], withIntermediateDirectories: false)
    try files.createSymbolicLink(atPath: folder["link"], withDestinationPath: folder["real"])
    try files.createSymbolicLink(atPath: folder["file"], withDestinationPath: "real/r.sqlite")
    for _ in 0..<2 {
      for name in ["real/r.sqlite", "link/r.sqlite", "file", "real/../link/r.sqlite"] {
        let location = try RegistryLocation.find(explicit: folder[name], environment: [:])
        #expect(location.folder == folder["real/r.sqlite.d"], "\(name)")
      }
      try folder.write("real/r.sqlite", "")
    }
  }

  @Test("what is missing is made private")
  func prepare() throws {
    let folder = try TemporaryFolder()
    let location = try RegistryLocation.find(explicit: nil, environment: ["XDG_DATA_HOME": folder["data"]])
    try location.prepare()
    #expect(try folder.mode("data") == 0o700)
    #expect(try folder.mode("data/mcpcred") == 0o700)
    #expect(try folder.mode("data/mcpcred/registry.sqlite.d") == 0o700)
    try location.prepare()
  }

  @Test(
    "files and folders that are open to others are refused",
    arguments: [
      ("mcpcred", 0o755), ("mcpcred/registry.sqlite.d", 0o750), ("mcpcred/registry.sqlite", 0o644),
      ("mcpcred/registry.sqlite-wal", 0o640), ("mcpcred/registry.sqlite-shm", 0o606),
      ("mcpcred/registry.sqlite-journal", 0o604),
    ])
  func wide(name: String, mode: Int) throws {
    let folder = try TemporaryFolder()
    let location = try RegistryLocation.find(explicit: nil, environment: ["XDG_DATA_HOME": folder.path])
    try location.prepare()
    if !FileManager.default.fileExists(atPath: folder[name]) { try folder.write(name, "") }
    try location.prepare()
    try folder.setMode(name, mode)
    let reason = "is open to others (mode \(String(mode, radix: 8)))"
    #expect(throws: PrivatePathError.insecure(path: folder[name], reason: reason)) { try location.prepare() }
  }

  @Test(
    "a chosen folder may be readable, not writable, by others",
    arguments: [(0o755, true), (0o775, false), (0o757, false), (0o1777, false), (0o1770, false)])
  func chosenFolder(mode: Int, isAllowed: Bool) throws {
    let folder = try TemporaryFolder()
    let location = try RegistryLocation.find(explicit: folder["chosen/r.sqlite"], environment: [:])
    try location.prepare()
    // FileManager drops the sticky bit.
    #expect(chmod(folder["chosen"], mode_t(mode)) == 0)
    if isAllowed {
      try location.prepare()
    } else {
      #expect(throws: PrivatePathError.self) { try location.prepare() }
    }
  }
}
