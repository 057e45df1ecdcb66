/// A tool parameter that its schema wants mirrored in a header (`x-mcp-header`; MCP 2026-07-28, Streamable HTTP).
public struct HeaderParameter: Sendable, Equatable {
  /// The types that can be mirrored.
  public enum Kind: String, Sendable { case string, integer, boolean }

  /// The header's name behind `Mcp-Param-`, as the schema writes it.
  public let header: String
  /// The members to follow from the arguments to the value.
  public let path: [String]
  /// How the value is written.
  public let kind: Kind

  /// Every annotation of an input schema, in the order of the property names.
  public static func all(in schema: JSONValue) throws(HeaderParameterFlaw) -> [HeaderParameter] {
    var scan = HeaderParameterScan()
    return try scan.parameters(of: schema)
  }

  /// The header line for these arguments, or nil where the value is absent or null.
  ///
  /// Throws `headerValueUnfit` where the value has another type, or is an integer that a double cannot hold exactly.
  public func field(for arguments: JSONValue) throws(MCPError) -> (name: String, value: String)? {
    var value: JSONValue? = arguments
    for name in path { value = value?[name] }
    guard let value, !value.isNull else { return nil }
    guard let text = text(of: value) else { throw .headerValueUnfit(parameter: path.joined(separator: ".")) }
    return ("Mcp-Param-" + header, HeaderText.encode(text))
  }

  private func text(of value: JSONValue) -> String? {
    switch kind {
    case .string: return value.stringValue
    case .boolean: return value.boolValue.map { $0 ? "true" : "false" }
    case .integer:
      guard let integer = value.integerValue, integer.magnitude < 1 << 53 else { return nil }
      return String(integer)
    }
  }
}
