/// Counts, a tenth of a second for each number.
struct CountSlowly: Tool {
  let name = "count_slowly"
  let title = "Count slowly"
  let summary = "Counts up to a number, a tenth of a second for each, and reports progress if asked to."
  let parameters = [ToolParameter(name: "upto", kind: .integer(1...50), summary: "The last number")]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    let last = arguments.integer("upto")
    return ToolOutcome(text: "Counted to \(last).", steps: (1...max(1, last)).map { "\($0) of \(last)" })
  }
}
