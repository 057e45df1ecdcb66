import CLinux
public import Engine
import FoundationEssentials
import Registry

/// The real world.
public enum LivePlatform {
  /// Everything the engine needs from outside, for the registry at this location. Making it costs next to nothing: no
  /// thread, no library and no connection before they are used. Without a worker this process spends refresh tokens.
  public static func dependencies(
    location: RegistryLocation, registry: RegistryInode?, transport settings: TransportSettings,
    environment: [String: String], worker: (any RefreshWorker)? = nil
  ) -> Dependencies {
    let transport = SharedTransport(settings)
    let browser = SystemBrowser(environment: environment)
    return Dependencies(
      makeTransport: { () throws(TransportSetupError) in CoveredTransport(wrapped: try transport.transport()) },
      keyProvider: { kind in
        switch kind {
        case .secretService: SecretServiceKeyProvider(environment: environment, lockFolder: location.folder)
        case .file: FileKeyProvider()
        }
      },
      locks: FileGrantLock(folder: location.locks, registry: registry), spool: FileTokenSpool(folder: location.spool),
      worker: worker,
      redirects: LoopbackRedirectListener(environment: environment),
      openBrowser: { (url) throws(BrowserError) in try browser.open(url) },
      hasBrowser: { browser.mayBeThere },
      readAssertion: AssertionFile.read, now: { Date() }, monotonic: BootClock.elapsed, boot: BootClock.now,
      reached: { step in
        // An answer that is in memory only must not be lost to a disk that takes its time.
        if step == .answered { Watchdog.cover(.seconds(300)) }
        StopPoint.reached(step)
      }, sleep: worker == nil ? Pause.thread : Pause.task,
      randomBytes: randomBytes)
  }

  private static func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let failure = bytes.withUnsafeMutableBytes { clinux_random($0.baseAddress, $0.count) }
    guard failure != 0 else { return bytes }
    // A kernel without getrandom(2): the standard library reads /dev/urandom there.
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
