import HTTP

/// What to type on another machine so that its browser reaches the listener here: `ssh -L …`.
struct TunnelCommand {
  let text: String
  /// Whether this is a session over SSH, so that the browser is likely to be elsewhere.
  let isLikely: Bool

  /// By what sshd says of this session (`SSH_CONNECTION`: the other end's address and port, then ours).
  init(to redirectURI: WebURL, environment: [String: String], hostName: String) {
    let parts = (environment["SSH_CONNECTION"] ?? "").split(separator: " ").map(String.init)
    isLikely = !parts.isEmpty
    let isWhole = parts.count == 4 && parts[2].utf8.allSatisfy(Self.isAddress) && Int(parts[3]) != nil
    let address = isWhole ? parts[2] : hostName
    let port = isWhole && parts[3] != "22" ? "-p \(parts[3]) " : ""
    let user = (environment["USER"] ?? environment["LOGNAME"]).map { $0 + "@" } ?? ""
    let listener = redirectURI.host.contains(":") ? "[\(redirectURI.host)]" : redirectURI.host
    text = "ssh \(port)-L \(redirectURI.port):\(listener):\(redirectURI.port) \(Shell.quoted(user + address))"
  }

  private static func isAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "%"):
      true
    default: false
    }
  }
}
