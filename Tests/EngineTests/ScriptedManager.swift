import Engine
import FoundationEssentials
import LinuxPlatform
import Registry
import TestSupport
import Testing

/// A manager whose network is a script and whose registry is a file of its own.
enum ScriptedManager {
  static func make(
    _ transport: ScriptedTransport, browser: HTTPBrowser? = nil,
    notify: @escaping @Sendable (Notice) -> Void = { _ in }
  ) throws -> CredentialManager {
    let folder = try #require(TemporaryFolder())
    let clock = ManualClock(), random = CountingRandom(), keyring = MemoryKeyProvider()
    let dependencies = Dependencies(
      // The closure keeps the folder for as long as the manager lives.
      makeTransport: { withExtendedLifetime(folder) { transport } },
      keyProvider: { _ in keyring }, locks: FileGrantLock(folder: folder.path),
      spool: FileTokenSpool(folder: folder["spool"]),
      redirects: LoopbackRedirectListener(),
      openBrowser: { (url) throws(BrowserError) in try browser?.open(url) },
      readAssertion: AssertionFile.read, now: { clock.now }, monotonic: { clock.monotonic },
      sleep: { await clock.sleep(for: $0) }, randomBytes: { random.bytes($0) })
    return CredentialManager(
      registry: try ServerRegistry(path: folder["registry.sqlite"]), dependencies: dependencies, version: "1.0",
      actor: nil, notify: notify)
  }
}
