import Foundation
import Registry
import Testing

@testable import LinuxPlatform

@Suite("Finding the session bus")
struct SessionBusTests {
  @Test("the variable wins, and an empty one does not count")
  func variable() {
    #expect(
      SessionBus.address(["DBUS_SESSION_BUS_ADDRESS": "unix:path=/x", "XDG_RUNTIME_DIR": "/y"]) == "unix:path=/x")
    #expect(SessionBus.address(["DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/nonexistent"]) == nil)
  }

  @Test("the runtime folder's socket is used where it is one")
  func runtimeFolder() throws {
    let folder = try TemporaryFolder()
    let runtime = folder["a b"]
    try FileManager.default.createDirectory(atPath: runtime, withIntermediateDirectories: false)
    try folder.write("a b/bus", "no socket")
    #expect(SessionBus.address(["XDG_RUNTIME_DIR": runtime]) == nil)
    try FileManager.default.removeItem(atPath: "\(runtime)/bus")
    let socket = try UnixSocket(path: "\(runtime)/bus")
    let expected = "unix:path=\(folder.path)/a%20b/bus".replacingOccurrences(of: "\(folder.path)", with: folder.path)
    #expect(SessionBus.address(["XDG_RUNTIME_DIR": runtime]) == expected)
    socket.close()
  }

  @Test("without a bus the Secret Service is unavailable at once, and libsecret is not loaded")
  func noBus() throws {
    let folder = try TemporaryFolder()
    let provider = SecretServiceKeyProvider(
      environment: ["XDG_RUNTIME_DIR": folder["nowhere"]], lockFolder: folder["locks"])
    let reason = "there is no D-Bus session: DBUS_SESSION_BUS_ADDRESS is not set"
    #expect(throws: KeyError.unavailable(.secretService, reason)) { try provider.keys(at: "00") }
    #expect(folder.read("locks") == nil)
  }

  @Test("making the dependencies loads no libsecret")
  func nothingLoaded() async {
    await #expect(processExitsWith: .success) {
      let location = try RegistryLocation.find(explicit: "/tmp/never-made/r.sqlite", environment: [:])
      let settings = TransportSettings(environment: [:], userAgent: "mcpcred/test")
      let platform = LivePlatform.dependencies(location: location, registry: nil, transport: settings, environment: [:])
      _ = try? platform.keyProvider(.file).keys(at: "/nonexistent")
      guard platform.randomBytes(32).count == 32 else { exit(1) }
      let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
      exit(maps.contains("libsecret") ? 2 : 0)
    }
  }
}
