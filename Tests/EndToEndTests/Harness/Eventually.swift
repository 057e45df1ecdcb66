/// Asks again until there is an answer, for what another process does in its own time.
func eventually<Answer>(
  _ what: String, within limit: Duration = .seconds(20), _ ask: () async throws -> Answer?
) async throws -> Answer {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    if let answer = try await ask() { return answer }
    try await Task.sleep(for: .milliseconds(10))
  }
  throw TestFailure("waited \(limit) in vain for \(what)")
}
