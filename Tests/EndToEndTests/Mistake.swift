import Testing

/// A command line that does not work, and what is said to it. `URL` stands for the server's.
struct Mistake: Sendable, CustomTestStringConvertible {
  let words: [String]
  let status: Int32
  let code: String
  let message: String
  var hints: [String]?

  var testDescription: String { "mcpcred " + words.joined(separator: " ") }

  init(_ words: String..., fails status: Int32, _ code: String, _ message: String, hints: [String]? = nil) {
    (self.words, self.status, self.code, self.message, self.hints) = (words, status, code, message, hints)
  }

  static let all = names + addresses + arguments + usage

  private static let names = [
    Mistake("call", "dmo", "x", fails: 3, "unknown_server", "no server \"dmo\"; did you mean demo?"),
    Mistake("token", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\"", hints: ["mcpcred list"]),
    Mistake("tools", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("login", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("refresh", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("revoke", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("remove", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("status", "nowhere", fails: 3, "unknown_server", "no server \"nowhere\""),
    Mistake("token", "demo", "--account", "work", fails: 3, "unknown_account", "demo has no account \"work\""),
    Mistake(
      "call", "demo", "roll_dce", fails: 3, "unknown_tool", "demo has no tool \"roll_dce\"; did you mean roll_dice?"),
    Mistake("token", "open", fails: 9, "needs_no_token", "open asks for no login, so there is no token"),
    Mistake("refresh", "open", fails: 9, "needs_no_token", "open asks for no login"),
  ]

  private static let addresses = [
    Mistake("add", "x", "not a url", fails: 2, "bad_url", "not a URL of an MCP server: \"not a url\""),
    Mistake(
      "add", "x", "mcp.example.com/mcp", fails: 2, "bad_url", "not a URL of an MCP server: \"mcp.example.com/mcp\"",
      hints: ["mcpcred add x https://mcp.example.com/mcp"]),
    Mistake("add", "x", "ftp://example.com/mcp", fails: 2, "bad_url", "not a URL of an MCP server"),
    Mistake("add", "https://", fails: 2, "bad_url", "not a URL of an MCP server"),
    Mistake(
      "add", "x", "http://example.com/mcp", fails: 13, "insecure_url", "refusing http://example.com/mcp",
      hints: ["mcpcred add https://example.com/mcp"]),
    Mistake("add", "x", "http://127.0.0.1:1/mcp", fails: 7, "unreachable", "request to x: http://127.0.0.1:1"),
    Mistake("add", "demo", "URL", fails: 2, "name_taken", "the name demo is taken"),
    Mistake("add", "a/b", "URL", fails: 2, "bad_name", "bad server name \"a/b\""),
  ]

  private static let arguments = [
    Mistake(
      "call", "demo", "add_numbers", "a=1", fails: 2, "bad_arguments", "add_numbers: b is required",
      hints: ["mcpcred call demo add_numbers a=1 b=1", "mcpcred tools demo"]),
    Mistake(
      "call", "demo", "add_numbers", fails: 2, "bad_arguments", "add_numbers: a is required (and 1 more)",
      hints: ["mcpcred call demo add_numbers a=1 b=1", "mcpcred tools demo"]),
    Mistake(
      "call", "demo", "add_numbers", "a=1", "b=two", fails: 2, "bad_arguments",
      "add_numbers: b must be a number, given \"two\""),
    Mistake(
      "call", "demo", "add_numbers", "a=1", "b=2", "round=maybe", fails: 2, "bad_arguments",
      "add_numbers: round must be a boolean, given \"maybe\""),
    Mistake(
      "call", "demo", "add_numbers", "a=1", "a=2", "b=2", fails: 2, "bad_arguments",
      "add_numbers: a is given more than once and is not a list"),
    Mistake(
      "call", "demo", "roll_dice", "side=6", fails: 2, "bad_arguments",
      "roll_dice: side is unknown; did you mean sides?"),
    Mistake(
      "call", "demo", "who_am_i", "x=1", fails: 2, "bad_arguments", "who_am_i: x is unknown; it takes no arguments"),
    Mistake(
      "call", "demo", "roll_dice", "sides=6.5", fails: 2, "bad_arguments",
      "roll_dice: sides must be an integer, given \"6.5\""),
    Mistake(
      "call", "demo", "roll_dice", "sides=1", fails: 2, "bad_arguments",
      "roll_dice: sides must be at least 2, given \"1\""),
    Mistake(
      "call", "demo", "roll_dice", "sides=101", fails: 2, "bad_arguments",
      "roll_dice: sides must be at most 100, given \"101\""),
    Mistake(
      "call", "demo", "roll_dice", "sides=6", "keep=higest", fails: 2, "bad_arguments",
      "roll_dice: keep must be one of all, highest, lowest; did you mean highest?"),
    Mistake(
      "call", "demo", "roll_dice", "sides", fails: 2, "bad_arguments",
      "roll_dice: arguments must be written name=value, given \"sides\""),
    Mistake(
      "call", "demo", "convert", "amount=1", "region=\(String(repeating: "x", count: 101))", fails: 2, "bad_arguments",
      "convert: region must have at most 100 characters"),
    Mistake("call", "demo", "add_numbers", "--arguments", "{", fails: 2, "usage", "--arguments must be a JSON object"),
    Mistake(
      "call", "demo", "add_numbers", "--arguments", "[1]", fails: 2, "usage", "--arguments must be a JSON object"),
    Mistake(
      "call", "demo", "add_numbers", "--arguments", #"{"a": "1", "b": 2}"#, fails: 2, "bad_arguments",
      "add_numbers: a must be a number"),
    Mistake(
      "call", "demo", "add_numbers", "--arguments", "@/nonexistent", fails: 2, "unreadable_file",
      "cannot read /nonexistent: No such file or directory"),
  ]

  private static let usage = [
    Mistake("frobnicate", fails: 2, "usage", "no command \"frobnicate\""),
    Mistake("tokne", "demo", fails: 2, "usage", "no command \"tokne\"; did you mean token?"),
    Mistake("help", "tokne", fails: 2, "usage", "no command \"tokne\"; did you mean token?"),
    Mistake("timer", "instal", fails: 2, "usage", "no command \"timer instal\"; did you mean timer install?"),
    Mistake("registration", "zzz", "--verbose", fails: 2, "usage", "no command \"registration zzz\""),
    Mistake("init", fails: 2, "usage", "missing expected argument '--key-provider <secret-service|file>'"),
    Mistake("add", fails: 2, "usage", "missing expected argument '<name-or-url> ...'"),
    Mistake("add", "a", "b", "c", fails: 2, "usage", "add takes a URL, or a name and a URL"),
    Mistake("call", "demo", fails: 2, "usage", "missing expected argument '<tool>'"),
    Mistake("refresh", fails: 2, "usage", "refresh takes a server's name, --all or --due"),
    Mistake("refresh", "demo", "--all", fails: 2, "usage", "refresh takes a server's name, --all or --due"),
    Mistake(
      "token", "demo", "--min-valid", "soon", fails: 2, "usage",
      "the value 'soon' is invalid for '--min-valid <duration>': 90, 90s, 5m, 1h or 7d is one"),
    Mistake(
      "add", "x", "URL", "--resource", "a", "--no-resource", fails: 2, "usage",
      "--resource and --no-resource exclude each other"),
    Mistake("init", "--key-provider", "file", fails: 2, "already_initialized", "this registry has its key already"),
    Mistake(
      "init", "--key-provider", "tpm", fails: 2, "usage",
      "the value 'tpm' is invalid for '--key-provider <secret-service|file>'"),
    Mistake("list", "--registry", "", fails: 2, "bad_path", "bad registry path: \"\""),
  ]
}
