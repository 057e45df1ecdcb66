/// A client id that is the address of a document about the client (draft-ietf-oauth-client-id-metadata-document §3).
enum ClientDocumentURL {
  /// Whether a client id is meant as an address at all.
  static func isMeant(by clientID: String) -> Bool {
    clientID.hasPrefix("https://") || clientID.hasPrefix("http://")
  }

  /// What is wrong with the address, or `nil`. Plain http is for loopback only, as everything here.
  static func violation(_ url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return "it is no URL" }
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return "it is no URL" }
    guard !url.contains("#") else { return "it has a fragment" }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { !"/?".contains($0) }
    guard !authority.isEmpty else { return "it has no host" }
    guard !authority.contains("@") else { return "it has a user name" }
    let path = rest.dropFirst(authority.count).prefix { $0 != "?" }
    guard path.count > 1 else { return "it has no path" }
    guard !path.split(separator: "/").contains(where: { [".", ".."].contains($0) }) else {
      return "it has dot segments"
    }
    guard url.hasPrefix("https://") || RedirectURIRule.isLoopback(url) else { return "plain http is for loopback only" }
    return nil
  }
}
