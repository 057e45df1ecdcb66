/// One argument as it is typed.
public struct ArgumentWord: Sendable, Equatable {
  /// The parameter, or with dots one inside it.
  public let name: String
  /// What it is given.
  public let value: Value

  /// How the value was given.
  public enum Value: Sendable, Equatable {
    /// To be read as the schema says.
    case text(String)
    /// Taken as it is.
    case json(JSONValue)
  }

  /// Makes a word that needs no parsing, from a file for example.
  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  /// Reads `name=value`, and `name:=json`.
  ///
  /// Throws `malformedWord`, and `json` where the text behind `:=` is none.
  public static func parse(_ word: String) throws(ArgumentError) -> ArgumentWord {
    guard let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")), sign != word.startIndex else {
      throw ArgumentError(parameter: "", rule: .malformedWord, given: word, example: "name=value")
    }
    let name = String(word[..<sign])
    let text = String(word[word.utf8.index(after: sign)...])
    guard name.hasSuffix(":"), name != ":" else { return ArgumentWord(name: name, value: .text(text)) }
    let parameter = String(name.dropLast())
    guard let json = try? JSONValue.parse(text) else {
      throw ArgumentError(parameter: parameter, rule: .json, given: text)
    }
    return ArgumentWord(name: parameter, value: .json(json))
  }
}
