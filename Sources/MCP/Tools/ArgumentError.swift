/// One thing that does not fit a tool's schema.
public struct ArgumentError: Error, Sendable, Equatable {
  /// The parameter, with dots for what is nested and `[2]` for elements; empty for the arguments as a whole.
  public let parameter: String
  /// What it breaks.
  public let rule: ArgumentRule
  /// What was typed or sent, as text, cut to 200 characters; nil where nothing was.
  public let given: String?
  /// What would fit, as it would be typed behind `name=`; nil where none is known.
  public let example: String?

  /// Makes an error; what was given is cut here.
  public init(parameter: String, rule: ArgumentRule, given: String? = nil, example: String? = nil) {
    self.parameter = parameter
    self.rule = rule
    self.given = given.map { String($0.prefix(200)) }
    self.example = example
  }
}
