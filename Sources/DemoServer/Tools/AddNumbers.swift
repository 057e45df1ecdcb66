/// Adds two numbers.
struct AddNumbers: Tool {
  let name = "add_numbers"
  let title = "Add numbers"
  let summary = "Adds two numbers."
  let parameters = [
    ToolParameter(name: "a", kind: .number, summary: "The first number"),
    ToolParameter(name: "b", kind: .number, summary: "The second number"),
    ToolParameter(
      name: "round", kind: .boolean, summary: "Round the sum to a whole number", required: false, standard: false),
  ]
  let output: JSON? = [
    "type": "object", "properties": ["sum": ["type": "number"]], "required": ["sum"],
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    let exact = arguments.double("a") + arguments.double("b")
    guard exact.isFinite else { return .failure("the sum is too large") }
    let sum = arguments.flag("round") ? exact.rounded() : exact
    let whole = Int(exactly: sum)
    return .value(["sum": whole.map(JSON.integer) ?? .number(sum)])
  }
}
