import Engine

/// The engine's error that a use case ends in; nil where it succeeds, or fails with something else.
func failure<Value>(of useCase: () async throws -> Value) async -> EngineError? {
  do {
    _ = try await useCase()
    return nil
  } catch {
    return error as? EngineError
  }
}

extension EngineError? {
  /// The name of the case, for a test that cares for no more.
  var name: String {
    guard let self else { return "success" }
    return String("\(self)".prefix { $0 != "(" })
  }

  /// The code of a first refusal.
  var refusedOnce: String? { if case .refusedOnce(_, _, let code, _) = self { code } else { nil } }

  /// The reason of `loginRequired`.
  var loginReason: EngineError.LoginReason? {
    if case .loginRequired(_, _, let reason) = self { reason } else { nil }
  }
}
