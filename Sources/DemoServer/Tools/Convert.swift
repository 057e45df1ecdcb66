/// Converts an amount; its region travels in a header as well.
struct Convert: Tool {
  private static let rates: [String: (currency: String, rate: Double)] = [
    "eu": ("EUR", 1), "us": ("USD", 1.25), "jp": ("JPY", 160), "uk": ("GBP", 0.8),
  ]

  let name = "convert"
  let title = "Convert an amount"
  let summary = "Converts an amount in euros to the currency of a region (eu, us, jp or uk), at made-up rates."
  let parameters = [
    ToolParameter(name: "amount", kind: .number, summary: "The amount in euros"),
    ToolParameter(
      name: "region", kind: .text(maximumLength: 100), summary: "The region", header: "Region"),
  ]
  let output: JSON? = [
    "type": "object", "properties": ["amount": ["type": "number"], "currency": ["type": "string"]],
    "required": ["amount", "currency"],
  ]

  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome {
    let region = arguments.text("region")
    guard let (currency, rate) = Self.rates[region] else { return .failure("there is no region \"\(region)\"") }
    let amount = arguments.double("amount") * rate
    guard amount.isFinite else { return .failure("the amount is too large") }
    return .value(["amount": .number(amount), "currency": .string(currency)])
  }
}
