/// A JSON Web Key Set (RFC 7517 §5).
enum KeySet {
  /// The keys that can be used here; `nil` if it is no key set, has none of them, or gives away a private key.
  static func keys(_ document: JSON?) -> [JSONWebKey]? {
    guard let entries = document?["keys"]?.array else { return nil }
    guard entries.allSatisfy({ $0["d"] == nil && $0["k"] == nil }) else { return nil }
    let keys = entries.compactMap(JSONWebKey.init)
    return keys.isEmpty ? nil : keys
  }
}
