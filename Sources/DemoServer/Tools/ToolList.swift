/// The tools, and `tools/list` over them.
enum ToolList {
  static let pageSize = 4

  /// Always in this order: clients cache the list.
  static let tools: [any Tool] = [
    AddNumbers(), RollDice(), CountSlowly(), ListNotes(), AddNote(), Fail(), WhoAmI(), Convert(),
  ]

  static func find(_ name: String) -> (any Tool)? { tools.first { $0.name == name } }

  /// One page, as the members of a result.
  static func page(_ params: JSON) throws(MCPRefusal) -> [String: JSON] {
    let start = try start(params["cursor"])
    let end = min(start + pageSize, tools.count)
    var members: [String: JSON] = ["tools": .array(tools[start..<end].map(\.definition))]
    if end < tools.count { members["nextCursor"] = .string(cursor(end)) }
    return members
  }

  private static func start(_ cursor: JSON?) throws(MCPRefusal) -> Int {
    guard let cursor else { return 0 }
    guard
      let start = stride(from: pageSize, to: tools.count, by: pageSize).first(where: { start in
        cursor == .string(self.cursor(start))
      })
    else { throw .rpc(.invalidParams("Invalid cursor")) }
    return start
  }

  /// Opaque on purpose.
  private static func cursor(_ start: Int) -> String { Base64URL.encode(Array("after \(start)".utf8)) }
}
