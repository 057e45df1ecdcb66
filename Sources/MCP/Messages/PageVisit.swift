public import HTTP

/// A page that a server wants a person to visit before it goes on (MCP 2025-11-25 and 2026-07-28, URL Mode Elicitation). It
/// is shown and never opened.
public struct PageVisit: Sendable, Equatable {
  public let url: WebURL
  /// Why, in the server's words.
  public let message: String?

  /// Makes one.
  public init(url: WebURL, message: String?) {
    self.url = url
    self.message = message
  }

  /// Nil for the parameters of anything else.
  public init?(_ parameters: JSONValue?) {
    guard parameters?["mode"] == "url", let url = parameters?["url"]?.stringValue.flatMap(WebURL.init) else {
      return nil
    }
    self.init(url: url, message: parameters?["message"]?.stringValue)
  }

  /// Those that an error asks for; none for any other error.
  public static func wanted(by error: JSONRPCError) -> [PageVisit] {
    guard error.code == JSONRPCError.urlElicitationRequired else { return [] }
    return error.data?["elicitations"]?.arrayValue?.compactMap { PageVisit($0) } ?? []
  }
}
