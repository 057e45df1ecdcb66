/// Who calls an MCP endpoint.
struct Caller: Sendable, Equatable {
  let subject: String
  /// `nil` at the endpoint that needs no authorization.
  let clientID: String?
  let scopes: [Scope]
  /// Sessions belong to nobody in particular.
  var sharesSessions = false

  /// The endpoint without authorization lets everybody do everything.
  static let anyone = Caller(subject: "anyone", clientID: nil, scopes: Scope.allCases)

  /// Whose sessions these are.
  var owner: String { sharesSessions ? "" : "\(subject) \(clientID ?? "-")" }
}
