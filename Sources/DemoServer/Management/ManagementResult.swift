/// What a management command says.
enum ManagementResult: Sendable, Equatable {
  case done(JSON)
  case failure(String)

  static let ok = ManagementResult.done([:])

  var isFailure: Bool {
    if case .failure = self { true } else { false }
  }

  var json: JSON {
    switch self {
    case .done(let value): value
    case .failure(let why): ["error": .string(why)]
    }
  }
}
