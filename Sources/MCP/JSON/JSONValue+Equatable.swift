extension JSONValue: Equatable {
  /// Numbers that are written as integers are equal where they are the same, others where their doubles are: `1e3` and
  /// `1000.0`, but not `1000`.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.decimal(let left), .decimal(let right)) where left == right: true
    case (.decimal, .number), (.number, .decimal), (.decimal, .decimal):
      left.numberValue.map { $0 == right.numberValue } ?? false
    default: false
    }
  }
}
