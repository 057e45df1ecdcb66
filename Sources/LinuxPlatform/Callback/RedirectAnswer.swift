import Engine
import Synchronization

/// The page one browser waits for: given once, and given in any case.
final class RedirectAnswer: Sendable {
  private let waiting: Mutex<(@Sendable (RedirectPage) -> Void)?>

  init(_ waiting: @escaping @Sendable (RedirectPage) -> Void) { self.waiting = Mutex(waiting) }

  /// Nobody can answer any more; the browser should not hang.
  deinit { give(.unrelated) }

  func give(_ page: RedirectPage) {
    waiting.withLock { $0.take() }?(page)
  }
}
