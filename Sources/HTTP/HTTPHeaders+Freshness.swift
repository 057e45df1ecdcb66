extension HTTPHeaders {
  /// Seconds for which an answer may be used without asking again, counted from when it came, as a private cache reads
  /// its headers (RFC 9111 §4.2.1); nil where they say nothing about it.
  public var freshnessLifetime: Int? {
    let directives = all("Cache-Control").flatMap(Self.directives)
    if directives.contains(where: { $0.name == "no-store" || $0.name == "no-cache" }) { return 0 }
    guard let lifetime = statedLifetime(directives) else { return nil }
    // What it spent in other caches is gone already (RFC 9111 §4.2.3).
    let age = self["Age"].flatMap(Self.seconds) ?? 0
    return max(0, lifetime - age)
  }

  private func statedLifetime(_ directives: [(name: String, value: String?)]) -> Int? {
    // RFC 9111 §4.2.1: what cannot be read is stale.
    if let maximum = directives.first(where: { $0.name == "max-age" }) {
      return maximum.value.flatMap(Self.seconds) ?? 0
    }
    guard let expires = self["Expires"] else { return nil }
    guard let end = HTTPDate.seconds(expires), let start = self["Date"].flatMap(HTTPDate.seconds) else { return 0 }
    return max(0, end - start)
  }

  private static func directives(_ line: String) -> [(name: String, value: String?)] {
    line.split(separator: ",").map { directive in
      let parts = directive.split(separator: "=", maxSplits: 1).map { String($0).trimmed() }
      let value = parts.count == 2 ? String(parts[1].filter { $0 != "\"" }) : nil
      return (parts.first?.lowercased() ?? "", value)
    }
  }

  /// RFC 9111 §1.2.2: a number too large to represent counts as 2^31.
  static func seconds(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return min(Int(text) ?? 1 << 31, 1 << 31)
  }
}
