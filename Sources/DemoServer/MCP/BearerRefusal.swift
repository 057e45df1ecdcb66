/// Why a caller is not let in.
enum BearerRefusal: Error, Sendable, Equatable {
  /// RFC 6750 §3.1: without a token there is no error code either.
  case noToken
  case invalidToken(String)
  case insufficientScope(Scope)

  func answer(at resource: MCPResource, places: Places) -> Answer {
    let metadata = "resource_metadata=\"\(places.metadata(of: resource))\""
    switch self {
    case .noToken:
      return Self.answer(401, [metadata, "scope=\"\(Scope.byDefault.text)\""])
    case .invalidToken(let why):
      return Self.answer(
        401, ["error=\"invalid_token\"", "error_description=\"\(why)\"", metadata, "scope=\"\(Scope.byDefault.text)\""])
    case .insufficientScope(let scope):
      // Only what this operation lacks: the client has to add it to what it has (MCP Authorization, Step-Up).
      return Self.answer(403, ["error=\"insufficient_scope\"", "scope=\"\(scope.rawValue)\"", metadata])
    }
  }

  private static func answer(_ status: Int, _ parameters: [String]) -> Answer {
    Answer(status: status, headers: [("www-authenticate", "Bearer " + parameters.joined(separator: ", "))])
  }
}
