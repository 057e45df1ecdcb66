public import HTTP

/// The short name a person calls a server by.
public enum ServerName {
  /// Letters, digits, `.`, `_` and `-`, at most 64, beginning with a letter or digit: safe in a shell and a file name.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
    return isLetterOrDigit(first) && name.utf8.allSatisfy { isLetterOrDigit($0) || ".-_".utf8.contains($0) }
  }

  /// What an account may be called: 1 to 64 characters, no control characters.
  public static func isValidAccount(_ name: String) -> Bool {
    (1...64).contains(name.unicodeScalars.count)
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// The host's first label that says something: `mcp.example.com` is `example`. A number is added on a clash.
  public static func derived(from url: WebURL, isTaken: (String) -> Bool) -> String {
    // Room for a number.
    let base = String(label(of: url).prefix(56))
    if !isTaken(base) { return base }
    var number = 2
    while isTaken("\(base)-\(number)") { number += 1 }
    return "\(base)-\(number)"
  }

  private static func label(of url: WebURL) -> String {
    let labels = url.host.split(separator: ".").map(String.init)
    let isAddress = url.host.contains(":") || labels.allSatisfy { UInt8($0) != nil }
    if isAddress { return url.isLoopback ? "local" : "server" }
    let telling = labels.first { !["mcp", "api", "www"].contains($0) }
    return telling.flatMap { isValid($0) ? $0 : nil } ?? "server"
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
