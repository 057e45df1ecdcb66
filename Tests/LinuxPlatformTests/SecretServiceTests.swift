import Foundation
import LinuxPlatform
import Registry
import Testing

/// Against a real, unlocked gnome-keyring on a bus of its own: see scripts/with-keyring.
private let isAsked = startEnvironment["MCPCRED_TEST_SECRET_SERVICE"] == "1"

@Suite(
  "SecretService", .serialized,
  .enabled(
    if: isAsked, "needs a Secret Service: scripts/with-keyring starts one and sets MCPCRED_TEST_SECRET_SERVICE=1"))
struct SecretServiceTests {
  let folder: TemporaryFolder
  let key: KeyEncryptionKey
  let locator: String

  init() throws {
    folder = try TemporaryFolder()
    key = try #require(KeyEncryptionKey(bytes: (0..<32).map { _ in UInt8.random(in: 0...255) }))
    locator = UUID().uuidString.filter { $0 != "-" }.lowercased()
  }

  private func provider(bus: String? = nil, deadline: Duration = .seconds(3)) -> SecretServiceKeyProvider {
    var environment = startEnvironment
    if let bus { environment["DBUS_SESSION_BUS_ADDRESS"] = bus }
    environment["XDG_RUNTIME_DIR"] = folder.path
    return SecretServiceKeyProvider(environment: environment, lockFolder: folder["locks"], deadline: deadline)
  }

  private func failure(_ body: () throws -> Void) -> KeyError? {
    do { try body() } catch { return error as? KeyError }
    return nil
  }

  private func reason(_ error: KeyError?) -> String {
    guard case .unavailable(.secretService, let text) = error else {
      return "not unavailable: \(String(describing: error))"
    }
    return text
  }

  @Test("a key is absent, is stored, is read back, is not overwritten, and is removed")
  func roundTrip() throws {
    let provider = provider()
    #expect(throws: KeyError.absent(.secretService)) { try provider.keys(at: locator) }
    try provider.store(key, at: locator)
    #expect(try provider.keys(at: locator).map(\.exposedHex) == [key.exposedHex])
    let other = try #require(KeyEncryptionKey(bytes: [UInt8](repeating: 1, count: 32)))
    #expect(reason(failure { try provider.store(other, at: locator) }) == "it has a key of this registry already")
    #expect(try provider.keys(at: locator).map(\.exposedHex) == [key.exposedHex])
    #expect(throws: KeyError.absent(.secretService)) { try provider.remove(other, at: locator) }
    try provider.remove(key, at: locator)
    #expect(throws: KeyError.absent(.secretService)) { try provider.keys(at: locator) }
  }

  @Test("another program sees the item as it is documented")
  func otherProgram() throws {
    try provider().store(key, at: locator)
    let found = try RunningProgram.run(
      "/usr/bin/env", ["secret-tool", "search", "app", "mcpcred", "purpose", "key-encryption-key", "registry", locator])
    #expect(found.output.contains("label = mcpcred registry key \(locator.prefix(8))\n"))
    #expect(found.output.contains("secret = \(String(decoding: key.exposedHex, as: UTF8.self))\n"))
    try provider().remove(key, at: locator)
  }

  @Test("every item of a registry is found, the newest first, and foreign content is passed over")
  func severalItems() async throws {
    let digits = try (1...3).map { number in
      let item = try #require(KeyEncryptionKey(bytes: [UInt8](repeating: UInt8(number), count: 32)))
      return String(decoding: item.exposedHex, as: UTF8.self)
    }
    // An extra attribute each: an item with exactly the same ones would be replaced.
    for (number, text) in (digits + ["not a key"]).enumerated() {
      try RunningProgram.run(
        "/usr/bin/env",
        [
          "secret-tool", "store", "--label=test", "app", "mcpcred", "purpose", "key-encryption-key", "registry",
          locator,
          "number", "\(number)",
        ], input: text)
      // Items carry whole seconds.
      try await Task.sleep(for: .milliseconds(1100))
    }
    let found = try provider().keys(at: locator).map { String(decoding: $0.exposedHex, as: UTF8.self) }
    #expect(found == digits.reversed())
    try RunningProgram.run("/usr/bin/env", ["secret-tool", "clear", "app", "mcpcred", "registry", locator])
  }

  @Test("only foreign content is a mismatch, not an absence")
  func foreignContent() throws {
    try RunningProgram.run(
      "/usr/bin/env",
      ["secret-tool", "store", "--label=test", "app", "mcpcred", "purpose", "key-encryption-key", "registry", locator],
      input: "no key")
    #expect(throws: KeyError.mismatch(.secretService)) { try provider().keys(at: locator) }
    try RunningProgram.run("/usr/bin/env", ["secret-tool", "clear", "app", "mcpcred", "registry", locator])
  }

  @Test("a locked keyring is locked, whether it has the item or not, and nothing is stored")
  func locked() async throws {
    let bus = try PrivateBus(in: folder)
    try await bus.startKeyring(in: folder)
    let provider = provider(bus: bus.address)
    try provider.store(key, at: locator)
    #expect(try provider.keys(at: locator).map(\.exposedHex) == [key.exposedHex])
    let answer = try bus.send(
      "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
      "array:objpath:/org/freedesktop/secrets/collection/login")
    #expect(answer.contains("collection/login"), "\(answer)")
    #expect(throws: KeyError.locked(.secretService)) { try provider.keys(at: locator) }
    #expect(throws: KeyError.locked(.secretService)) { try provider.keys(at: "00") }
    #expect(throws: KeyError.locked(.secretService)) { try provider.store(key, at: "00") }
    #expect(throws: KeyError.locked(.secretService)) { try provider.remove(key, at: locator) }
  }

  @Test("a bus without a Secret Service is unavailable at once")
  func noProvider() throws {
    let bus = try PrivateBus(in: folder)
    let text = reason(failure { _ = try provider(bus: bus.address).keys(at: locator) })
    #expect(text.contains("org.freedesktop.secrets was not provided by any .service files"), "\(text)")
    #expect(reason(failure { try provider(bus: bus.address).store(key, at: locator) }) == text)
  }

  @Test("a socket that nobody listens on any more is unavailable at once")
  func staleSocket() throws {
    try UnixSocket(path: folder["stale"]).close()
    let text = reason(failure { _ = try provider(bus: "unix:path=\(folder["stale"])").keys(at: locator) })
    #expect(text.contains("Connection refused"), "\(text)")
    let missing = reason(failure { _ = try provider(bus: "unix:path=\(folder["missing"])").keys(at: locator) })
    #expect(missing.contains("No such file or directory"), "\(missing)")
  }

  @Test("a bus that never answers ends with the deadline")
  func silentBus() throws {
    let silent = try UnixSocket(path: folder["silent"])
    let provider = provider(bus: "unix:path=\(folder["silent"])", deadline: .milliseconds(700))
    let start = ContinuousClock.now
    #expect(throws: KeyError.timedOut(.secretService)) { try provider.keys(at: locator) }
    #expect(throws: KeyError.timedOut(.secretService)) { try provider.store(key, at: locator) }
    let taken = ContinuousClock.now - start
    #expect(taken > .milliseconds(1300) && taken < .seconds(4), "\(taken)")
    silent.close()
  }

  @Test("a service that hangs ends with the deadline, and is well again afterwards")
  func hungService() throws {
    try provider().store(key, at: locator)
    let id = try #require(Int32(startEnvironment["MCPCRED_TEST_KEYRING_PID"] ?? ""))
    kill(id, SIGSTOP)
    let start = ContinuousClock.now
    #expect(throws: KeyError.timedOut(.secretService)) { try provider(deadline: .milliseconds(700)).keys(at: locator) }
    let taken = ContinuousClock.now - start
    kill(id, SIGCONT)
    #expect(taken > .milliseconds(600) && taken < .seconds(3), "\(taken)")
    #expect(try provider().keys(at: locator).count == 1)
    try provider().remove(key, at: locator)
  }

  @Test("while another process of the user talks to the service, one waits, and not for ever")
  func serialised() throws {
    try FileManager.default.createDirectory(
      atPath: folder["mcpcred"], withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let path = try folder.write("mcpcred/secret-service.lock", "")
    let holder = try RunningProgram(
      "/usr/bin/env", ["sh", "-c", "exec 9<>\"$0\"; flock 9; echo held; exec sleep 60", path])
    #expect(holder.line() == "held")
    #expect(throws: KeyError.timedOut(.secretService)) { try provider(deadline: .milliseconds(300)).keys(at: locator) }
    holder.kill()
    #expect(throws: KeyError.absent(.secretService)) { try provider().keys(at: locator) }
  }
}
