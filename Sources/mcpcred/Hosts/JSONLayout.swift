/// How a piece of JSON is laid out, so that it looks like what stands around it.
struct JSONLayout {
  /// On lines of its own, or all on one.
  let isSpread: Bool
  let newline: String
  let indent: String
  let unit: String

  /// Of what is inside.
  var deeper: JSONLayout { JSONLayout(isSpread: isSpread, newline: newline, indent: indent + unit, unit: unit) }
  /// In front of each member.
  var start: String { isSpread ? newline + indent : "" }
  /// In front of the closing brace.
  var end: String { isSpread ? newline + indent : "" }
  /// Between two members.
  var separator: String { isSpread ? "," + newline + indent : ", " }
}
