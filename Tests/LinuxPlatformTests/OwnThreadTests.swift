import Glibc
import Synchronization
import Testing

@testable import LinuxPlatform

@Suite("A task on its own thread")
struct OwnThreadTests {
  @Test("a pause ends when its time has passed, and the shorter one first")
  func pauses() {
    let order = OwnThread.run { () async -> [String] in
      await withTaskGroup(of: String.self) { group in
        group.addTask {
          await Pause.task(.milliseconds(60))
          return "long"
        }
        group.addTask {
          await Pause.task(.milliseconds(5))
          return "short"
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(order == ["short", "long"])
  }

  @Test("a pause is over when its task is cancelled, before or meanwhile")
  func cancelled() {
    let began = BootClock.elapsed()
    let isCancelled = OwnThread.run {
      await Pause.task(.seconds(60))
      await Pause.task(.seconds(60))
      return Task.isCancelled
    } begun: { task in
      _ = DetachedThread.start { task.cancel() }
    }
    #expect(isCancelled && BootClock.elapsed() - began < .seconds(30))
  }

  @Test("all of it runs on the thread that waits, what it starts apart included where that is said")
  func oneThread() {
    let own = pthread_self()
    let others = OwnThread.run { () async -> Int in
      let thread = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
      let apart = Task.detached(executorPreference: thread) { pthread_self() }
      let child = await withTaskGroup(of: pthread_t.self) { group in
        group.addTask { pthread_self() }
        return await group.reduce(0) { $1 }
      }
      await Pause.task(.milliseconds(1))
      return [await apart.value, child, pthread_self()].count { $0 != own }
    }
    #expect(others == 0)
  }
}
