import HTTP

/// Which requests are a browser coming back, judged before anyone sees them.
struct RedirectGate: Sendable {
  private let authority: String
  private let path: String

  init(_ redirectURI: WebURL) {
    authority = redirectURI.authority
    path = redirectURI.path.isEmpty ? "/" : redirectURI.path
  }

  /// The answer to a request that is none; nil for one that is.
  ///
  /// A foreign `Host` is a web page that had its own name resolve to this machine (DNS rebinding).
  func refusal(of request: CallbackRequest) -> CallbackResponse? {
    guard request.hosts.map({ $0.lowercased() }) == [authority] else { return Self.malformed }
    guard request.target.prefix(while: { $0 != "?" }) == path else { return Self.refuse(404, "Not Found") }
    guard request.method == "GET" else { return Self.refuse(405, "Method Not Allowed", [("Allow", "GET")]) }
    return nil
  }

  /// The answer to what is no request, or not one for here.
  static let malformed = refuse(400, "Bad Request")

  private static func refuse(
    _ status: Int, _ text: String, _ headers: [(String, String)] = []
  ) -> CallbackResponse {
    CallbackResponse(
      status: status,
      headers: headers + [("Content-Type", "text/plain; charset=utf-8")] + RedirectDocument.guards,
      body: "\(text)\n")
  }
}
