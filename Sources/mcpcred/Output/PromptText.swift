import Glibc
import MCP

/// A server's prompts, and what one says.
enum PromptText {
  /// As tools are shown: parameters that may be left out with a question mark.
  static func show(_ found: JSONValue, of server: String, _ console: Console) {
    let prompts = found["prompts"]?.arrayValue ?? []
    guard !prompts.isEmpty else { return console.note("mcpcred: \(server) has no prompts") }
    for prompt in prompts {
      let parameters = (prompt["arguments"]?.arrayValue ?? []).map { parameter in
        Untrusted.plain(parameter["name"]?.stringValue ?? "", limit: 64)
          + (parameter["required"]?.boolValue == true ? "" : "?")
      }
      let name = Untrusted.plain(prompt["name"]?.stringValue ?? "", limit: 64)
      console.answer(Style.bold(name, on: STDOUT_FILENO) + "(\(parameters.joined(separator: ", ")))")
      let words = prompt["description"]?.stringValue ?? prompt["title"]?.stringValue
      if let words { console.answer("    " + Style.faint(Untrusted.plain(words, limit: 500), on: STDOUT_FILENO)) }
    }
  }

  /// Each message behind who says it.
  static func show(_ result: JSONText, _ console: Console) {
    let isTerminal = Console.isTerminal(STDOUT_FILENO)
    for message in result.value["messages"]?.arrayValue ?? [] {
      let role = Untrusted.plain(message["role"]?.stringValue ?? "", limit: 20)
      let lines = message["content"].map { ToolText.line(ToolContent($0), isTerminal) } ?? ""
      console.answer(Style.bold("\(role):", on: STDOUT_FILENO) + " " + lines)
    }
  }
}
