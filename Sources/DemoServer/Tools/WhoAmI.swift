/// Says who is calling.
struct WhoAmI: Tool {
  let name = "who_am_i"
  let title = "Who am I"
  let summary = "Says in whose name you call, with which client and scopes."
  let parameters: [ToolParameter] = []
  let output: JSON? = [
    "type": "object",
    "properties": [
      "subject": ["type": "string"], "client_id": ["type": ["string", "null"]],
      "scopes": ["type": "array", "items": ["type": "string"]],
    ],
    "required": ["subject", "client_id", "scopes"],
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    .value([
      "subject": .string(caller.subject), "client_id": caller.clientID.map(JSON.string) ?? .null,
      "scopes": .strings(caller.scopes.map(\.rawValue)),
    ])
  }
}
