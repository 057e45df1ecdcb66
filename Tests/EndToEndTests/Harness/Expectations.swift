import Testing

/// Runs a command that must succeed with exactly this on stdout.
func expectAnswer(
  _ home: Workspace, _ arguments: [String], _ answer: String, at location: SourceLocation = #_sourceLocation
) async throws {
  try await expectAnswer(home, arguments, at: location) { $0 == answer }
}

/// Runs a command that must succeed with such an answer.
func expectAnswer(
  _ home: Workspace, _ arguments: [String], at location: SourceLocation = #_sourceLocation,
  _ fits: (String) -> Bool
) async throws {
  let outcome = try await home.run(arguments)
  #expect(
    outcome.status == 0 && fits(outcome.stdout) && outcome.errors.isEmpty, "\(arguments): \(outcome)",
    sourceLocation: location)
}

/// One error line that begins like this, these hints or at most two, this exit code, and nothing on stdout.
func expectFailure(
  _ outcome: Outcome, _ status: Int32, _ message: String, hints: [String]? = nil,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome)", sourceLocation: location)
  #expect(outcome.stdout.isEmpty, "\(outcome)", sourceLocation: location)
  #expect(outcome.errors.count == 1, "\(outcome)", sourceLocation: location)
  #expect(
    outcome.errors.first?.hasPrefix(message) == true, "expected: \(message)\n\(outcome)", sourceLocation: location)
  #expect(outcome.hints.count <= 2, "\(outcome)", sourceLocation: location)
  if let hints { #expect(outcome.hints == hints, "\(outcome)", sourceLocation: location) }
}

/// The same with `--json`: one object on stderr, the last thing said there, with what a script decides by.
func expectFailureObject(
  _ outcome: Outcome, _ status: Int32, code: String, at location: SourceLocation = #_sourceLocation
) throws {
  #expect(outcome.status == status, "\(outcome)", sourceLocation: location)
  #expect(outcome.stdout.isEmpty && outcome.errors.isEmpty, "\(outcome)", sourceLocation: location)
  let objects = try outcome.errorObjects()
  try #require(objects.count == 1, "\(outcome)", sourceLocation: location)
  #expect(
    outcome.stderr.split(separator: "\n").last?.hasPrefix("{") == true, "\(outcome)", sourceLocation: location)
  let object = objects[0]
  #expect(object["code"] == .string(code), "\(outcome)", sourceLocation: location)
  #expect(object["exit"]?.integer == Int(status), "\(outcome)", sourceLocation: location)
  #expect(object["retryable"] == .bool(status == 7), "\(outcome)", sourceLocation: location)
  #expect(object.members.keys.contains("action"), "\(outcome)", sourceLocation: location)
  #expect(object["message"]?.text?.isEmpty == false, "\(outcome)", sourceLocation: location)
}
