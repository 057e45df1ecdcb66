extension JSONValue {
  /// The same with every text in it, names of members too, passed through.
  public func mappingTexts(_ change: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
    case .object(let members):
      .object(
        Dictionary(members.map { (change($0.key), $0.value.mappingTexts(change)) }) { _, last in last })
    default: self
    }
  }
}
