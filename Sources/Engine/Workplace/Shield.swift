/// Work that Ctrl-C must not cut in half: between an authorization server's answer and our commit there is nothing to
/// go back to.
enum Shield {
  /// Runs the body to its end although the calling task is cancelled. The body's own deadlines bound it.
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    let task = Task.detached(executorPreference: CurrentExecutor.value) { () async -> Result<Value, EngineError> in
      do throws(EngineError) { return .success(try await body()) } catch { return .failure(error) }
    }
    return try await task.value.get()
  }
}
