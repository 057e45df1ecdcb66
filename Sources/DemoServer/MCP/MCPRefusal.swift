/// Why a method has no result.
enum MCPRefusal: Error, Sendable, Equatable {
  case rpc(RPCError)
  /// Found out only after reading the body: the tool needs more than the token has.
  case bearer(BearerRefusal)

  func answer(id: JSON?, at resource: MCPResource, in world: World) -> Answer {
    switch self {
    case .rpc(let error): error.answer(id: id)
    case .bearer(let refusal): refusal.answer(at: resource, in: world)
    }
  }
}
