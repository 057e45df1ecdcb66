/// What a schema asks for: the subset of JSON Schema 2020-12 that is checked before sending. Bounds are as the schema
/// writes them. The rest, `pattern` and `format` among it, is left to the server.
public enum ArgumentRule: Sendable, Equatable {
  /// It must be there.
  case required
  /// No such parameter; the nearest one, and all that there are.
  case unknown(suggestion: String?, known: [String])
  /// It must be of one of these types, by their names in JSON Schema.
  case type([String])
  /// It begins like JSON and is not.
  case json
  /// It must be one of these; the nearest one.
  case oneOf([JSONValue], suggestion: String?)
  case minimum(JSONValue)
  case maximum(JSONValue)
  case exclusiveMinimum(JSONValue)
  case exclusiveMaximum(JSONValue)
  case multipleOf(JSONValue)
  /// In characters, as JSON Schema counts them: Unicode scalars.
  case minLength(Int)
  /// In characters, as JSON Schema counts them: Unicode scalars.
  case maxLength(Int)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  /// None of the alternatives of `anyOf` or `oneOf` fits.
  case alternatives
  /// Given more than once, and not a list; or as a part of what was given whole with that part in it.
  case repeated
  /// What was typed is not `name=value`.
  case malformedWord
}
