/// Lists the caller's notes.
struct ListNotes: Tool {
  let name = "list_notes"
  let title = "List notes"
  let summary = "Lists your notes, oldest first."
  let parameters: [ToolParameter] = []
  let output: JSON? = [
    "type": "object", "properties": ["notes": ["type": "array", "items": ["type": "string"]]], "required": ["notes"],
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    .value(["notes": .strings(world.notes[caller.subject])])
  }
}
