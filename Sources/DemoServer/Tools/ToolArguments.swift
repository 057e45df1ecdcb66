/// Arguments that fit a tool's parameters, with the standard values filled in.
struct ToolArguments: Sendable {
  struct Violation: Error, Sendable, Equatable {
    let text: String
  }

  private var values: [String: JSON]

  init(_ arguments: JSON?, for parameters: [ToolParameter]) throws(Violation) {
    guard let given = (arguments ?? [:]).object else { throw Violation(text: "arguments must be an object") }
    let known = Set(parameters.map(\.name))
    if let stranger = given.keys.sorted().first(where: { !known.contains($0) }) {
      throw Violation(text: "there is no parameter \(stranger)")
    }
    values = given
    for parameter in parameters {
      switch given[parameter.name] {
      case nil where parameter.required: throw Violation(text: "\(parameter.name) is missing")
      case nil: values[parameter.name] = parameter.standard
      case .some(let value):
        if let why = parameter.violation(value) { throw Violation(text: "\(parameter.name) \(why)") }
      }
    }
  }

  func double(_ name: String) -> Double { values[name]?.double ?? 0 }
  func integer(_ name: String) -> Int { values[name]?.integer ?? 0 }
  func flag(_ name: String) -> Bool { values[name]?.bool ?? false }
  func text(_ name: String) -> String { values[name]?.string ?? "" }
}
