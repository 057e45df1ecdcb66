import CLinux
import Glibc

/// Counts what was posted, and waits for it. Nobody's clock moves it but the kernel's.
final class ThreadSemaphore: Sendable {
  /// The pointer never changes, and what it points to is for several threads at once (sem_overview(7)).
  private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

  /// The longest wait with an end: this clock stands still while the machine sleeps, and the end does not.
  private static let longest = Duration.seconds(5)

  init() {
    semaphore = .allocate(capacity: 1)
    // Fails for a value beyond the limit, and 0 is none.
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// May be called from any thread.
  func post() { sem_post(semaphore) }

  /// For something posted, or for about as long as this; it may return early.
  func wait(_ duration: Duration?) {
    guard let duration else {
      sem_wait(semaphore)
      return
    }
    // Rounded up, so that the last part of a wait is no busy loop.
    let wait = min(max(duration, .zero), Self.longest).components
    let milliseconds = wait.seconds * 1000 + (wait.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    clinux_semaphore_wait(semaphore, UInt32(clamping: milliseconds))
  }
}
