/// Makes a tool's arguments from what is typed, and checks them before they are sent.
public enum ToolArguments {
  /// Reads each word as the input schema says and checks the whole; words go over `base`, if that is given.
  ///
  /// A name with dots leads into an object, unless the schema has a parameter of just that name. A list is given as a
  /// JSON array or by repeating the name. Where text fits, text it is; where the schema says nothing, JSON if it is JSON.
  /// Throws everything that does not fit at once.
  public static func make(
    from words: [ArgumentWord], base: JSONValue = [:], schema: JSONValue
  ) throws(InvalidArguments) -> JSONValue {
    let view = JSONSchema(schema)
    var errors: [ArgumentError] = []
    var tree: JSONValue = [:]
    for (name, values) in grouped(words) {
      let path = path(of: name, in: view)
      let inner = path.reduce(view) { $0.member($1) ?? JSONSchema([:]) }
      do throws(ArgumentError) {
        let value = try ArgumentReader(schema: inner, parameter: name).read(values)
        guard insert(value, at: path[...], into: &tree) else {
          throw ArgumentError(parameter: name, rule: .repeated, given: JSONSchema.typed(value))
        }
      } catch {
        errors.append(error)
      }
    }
    let arguments = merged(base, tree)
    let misread = errors.map(\.parameter)
    errors += violations(arguments, view).filter { error in
      !misread.contains { $0 == error.parameter || $0.hasPrefix(error.parameter + ".") }
    }
    guard errors.isEmpty else { throw InvalidArguments(errors) }
    return arguments
  }

  /// Checks arguments that were given as one JSON value. Throws everything that does not fit at once.
  public static func check(_ arguments: JSONValue, schema: JSONValue) throws(InvalidArguments) {
    let errors = violations(arguments, JSONSchema(schema))
    guard errors.isEmpty else { throw InvalidArguments(errors) }
  }

  private static func violations(_ arguments: JSONValue, _ schema: JSONSchema) -> [ArgumentError] {
    guard arguments.objectValue != nil else {
      return [ArgumentError(parameter: "", rule: .type(["object"]), given: arguments.text(), example: "{}")]
    }
    return schema.violations(of: arguments, closed: true)
  }

  private static func grouped(_ words: [ArgumentWord]) -> [(String, [ArgumentWord.Value])] {
    var order: [String] = []
    var values: [String: [ArgumentWord.Value]] = [:]
    for word in words {
      if values[word.name] == nil { order.append(word.name) }
      values[word.name, default: []].append(word.value)
    }
    return order.map { ($0, values[$0] ?? []) }
  }

  private static func path(of name: String, in schema: JSONSchema) -> [String] {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isListed = schema.alternatives().contains { $0.json["properties"]?[name] != nil }
    return isListed || parts.contains("") || parts.count > JSONValue.depthLimit / 2 ? [name] : parts
  }

  /// False where something is there already.
  private static func insert(_ value: JSONValue, at path: ArraySlice<String>, into tree: inout JSONValue) -> Bool {
    guard case .object(var members) = tree, let name = path.first else { return false }
    if path.count == 1 {
      guard members[name] == nil else { return false }
      members[name] = value
    } else {
      var inner = members[name] ?? [:]
      guard insert(value, at: path.dropFirst(), into: &inner) else { return false }
      members[name] = inner
    }
    tree = .object(members)
    return true
  }

  private static func merged(_ base: JSONValue, _ over: JSONValue) -> JSONValue {
    guard case .object(let lower) = base, case .object(let upper) = over else { return over }
    return .object(lower.merging(upper, uniquingKeysWith: merged))
  }
}
