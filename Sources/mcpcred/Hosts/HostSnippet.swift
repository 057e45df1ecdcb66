import MCP

/// What a host's file has to say for one server, as it is printed.
struct HostSnippet {
  let context: HostContext
  let server: String
  let entry: HostEntry
  /// The host's own command that does the same.
  let command: String?

  init(
    _ context: HostContext, _ server: String, _ session: Session, _ options: SessionOptions
  ) throws(CommandError) {
    self.context = context
    self.server = server
    entry = try context.entry(server, session, options)
    command = try context.commandLine(server, session, options)
  }

  var text: String { context.file.syntax.snippet(entry) }

  func show(_ console: Console) {
    guard !console.json else { return console.answer(json: json(changed: false, backup: nil)) }
    console.answer(text)
    tell(console)
    console.note("mcpcred: this belongs into \(context.path)")
    if let command { console.hint(command) }
  }

  /// What a person has to know.
  func tell(_ console: Console) {
    if let remark = context.host.remark { console.warning("\(context.host.title): \(remark)") }
  }

  func json(changed: Bool, backup: String?) -> JSONObject {
    JSONObject([
      "host": .string(context.host.name), "server": .string(server), "entry": .string(entry.name),
      "path": .string(context.path), "format": .string(context.file.syntax.name.lowercased()),
      "snippet": .string(text), "command": .text(command), "changed": .bool(changed), "backup": .text(backup),
    ])
  }
}
