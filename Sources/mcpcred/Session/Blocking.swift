import LinuxPlatform

/// Runs one asynchronous use case under the synchronous root: an asynchronous one would cost every command its start-up.
enum Blocking {
  /// Waits for the body, on this thread. SIGINT, SIGTERM and SIGHUP cancel its task once; a second one ends the process.
  static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try OwnThread.run { () async -> Result<Value, Failure> in
      do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    } begun: { task in
      _ = TerminationSignals.watch { _ in task.cancel() }
    }.get()
  }
}
