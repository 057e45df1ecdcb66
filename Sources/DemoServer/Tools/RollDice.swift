/// Rolls dice.
struct RollDice: Tool {
  let name = "roll_dice"
  let title = "Roll dice"
  let summary = "Rolls dice and says what they show."
  let parameters = [
    ToolParameter(name: "sides", kind: .integer(2...100), summary: "Sides of each die"),
    ToolParameter(
      name: "count", kind: .integer(1...20), summary: "How many dice", required: false, standard: 1),
    ToolParameter(
      name: "keep", kind: .choice(["all", "highest", "lowest"]), summary: "Which dice count", required: false,
      standard: "all"),
  ]
  let output: JSON? = [
    "type": "object",
    "properties": [
      "rolls": ["type": "array", "items": ["type": "integer"]], "total": ["type": "integer"],
    ],
    "required": ["rolls", "total"],
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    let rolls = (0..<arguments.integer("count")).map { _ in Int.random(in: 1...arguments.integer("sides")) }
    let total =
      switch arguments.text("keep") {
      case "highest": rolls.max() ?? 0
      case "lowest": rolls.min() ?? 0
      default: rolls.reduce(0, +)
      }
    return .value(["rolls": .array(rolls.map(JSON.integer)), "total": .integer(total)])
  }
}
