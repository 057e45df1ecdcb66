import Synchronization

/// How far a run over several logins is, on a line of its own that comes and goes; on a terminal only.
final class RefreshProgress: Sendable {
  private let console: Console
  private let isShown: Bool
  private let counts = Mutex((done: 0, all: 0))

  init(console: Console, isShown: Bool) {
    self.console = console
    self.isShown = isShown
  }

  func begin(_ all: Int) {
    counts.withLock { $0.all = all }
    show()
  }

  func count() {
    counts.withLock { $0.done += 1 }
    show()
  }

  /// Makes room for a line that stays.
  func clear() { if isShown { console.status("") } }

  private func show() {
    let (done, all) = counts.withLock { $0 }
    if isShown, done < all { console.status("refreshed \(done) of \(all)") }
  }
}
