/// A tool that was left out of a list, and why.
public struct DroppedTool: Sendable, Equatable {
  /// Empty where the tool has none.
  public let name: String
  /// What is wrong with it.
  public let reason: ToolFlaw

  /// Makes a record of a tool left out.
  public init(name: String, reason: ToolFlaw) {
    self.name = name
    self.reason = reason
  }
}
