/// Name and value pairs of a query or of an `application/x-www-form-urlencoded` body.
struct FormFields: Sendable, Equatable {
  struct Field: Sendable, Equatable {
    let name: String
    let value: String
  }

  let fields: [Field]

  /// `nil` for a percent sign without two hexadecimal digits, or bytes that are not UTF-8.
  static func parse(_ bytes: some Sequence<UInt8>) -> FormFields? {
    var fields: [Field] = []
    for pair in Array(bytes).split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
        let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
      else { return nil }
      fields.append(Field(name: name, value: value))
    }
    return FormFields(fields: fields)
  }

  /// The value; an empty one counts as omitted (RFC 6749 §3.1, §3.2).
  subscript(_ name: String) -> String? {
    fields.first { $0.name == name && !$0.value.isEmpty }?.value
  }

  /// A name that occurs twice, which no request of OAuth may contain (RFC 6749 §3.1, §3.2).
  var repeated: String? {
    var seen: Set<String> = []
    return fields.first { !seen.insert($0.name).inserted }?.name
  }
}
