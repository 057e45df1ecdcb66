/// Asks again until it is so, for at most ten seconds: for what another task does in its own time.
public func eventually(_ isSo: () async throws -> Bool) async rethrows -> Bool {
  for _ in 0..<1000 {
    if try await isSo() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return false
}
