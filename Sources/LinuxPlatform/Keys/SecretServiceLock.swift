import Engine
import Glibc
import Registry

/// One conversation with the Secret Service per user at a time: gnome-keyring can be brought down by clients that talk to
/// it at once.
struct SecretServiceLock {
  private let folders: [String]

  /// The runtime folder, which every process of the user shares, cron's too, or else the folder given.
  init(environment: [String: String], fallback: String) {
    let named = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let usual = "/run/user/\(getuid())"
    let runtime = named ?? ((try? FileStatus(path: usual))?.isFolder == true ? usual : nil)
    folders = [runtime.map { "\($0)/mcpcred" }, fallback].compactMap { $0 }
  }

  /// Waits for the lock until then.
  func take(until end: ContinuousClock.Instant) throws(KeyError) -> FileLock {
    var refusal: LockError?
    for folder in folders {
      do {
        guard let lock = try wait("\(folder)/secret-service.lock", until: end) else { break }
        return lock
      } catch { refusal = error }
    }
    guard let refusal else { throw .timedOut(.secretService) }
    throw .unavailable(.secretService, "\(refusal.path): \(refusal.reason)")
  }

  /// Nil when the time is up.
  private func wait(_ path: String, until end: ContinuousClock.Instant) throws(LockError) -> FileLock? {
    while true {
      if let lock = try FileLock.attempt(path) { return lock }
      guard ContinuousClock.now < end else { return nil }
      usleep(10_000)
    }
  }
}
