public import MCP

/// A tool call as it is typed.
public struct ToolCall: Sendable {
  public let tool: String
  public let words: [ArgumentWord]
  /// Whole arguments, under the words.
  public let arguments: JSONValue?
  /// From the first byte sent to the last byte read.
  public let deadline: Duration

  public init(tool: String, words: [ArgumentWord], arguments: JSONValue?, deadline: Duration) {
    self.tool = tool
    self.words = words
    self.arguments = arguments
    self.deadline = deadline
  }
}
