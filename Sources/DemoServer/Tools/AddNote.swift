/// Writes a note; needs a scope that nobody has by default.
struct AddNote: Tool {
  let name = "add_note"
  let title = "Add a note"
  let summary = "Writes a note in your name. Needs the scope notes:write."
  let parameters = [ToolParameter(name: "text", kind: .text(maximumLength: 500), summary: "The note")]
  let extraScope: Scope? = .notesWrite
  let readOnly = false

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    guard world.notes.add(arguments.text("text"), for: caller.subject) else { return .failure("too many notes") }
    return ToolOutcome(text: "Noted.")
  }
}
