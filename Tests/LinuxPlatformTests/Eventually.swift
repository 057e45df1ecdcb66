import Foundation

/// Asks again until there is an answer, for at most ten seconds: for what another process does in its own time.
func eventually<Answer>(_ ask: () throws -> Answer?) async throws -> Answer? {
  for _ in 0..<1000 {
    if let answer = try ask() { return answer }
    try await Task.sleep(for: .milliseconds(10))
  }
  return nil
}
