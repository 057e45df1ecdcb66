/// Always fails, as a tool.
struct Fail: Tool {
  let name = "fail"
  let title = "Fail"
  let summary = "Fails, with the message it is given."
  let parameters = [
    ToolParameter(
      name: "message", kind: .text(maximumLength: 500), summary: "What to say", required: false,
      standard: "This tool always fails.")
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    .failure(arguments.text("message"))
  }
}
