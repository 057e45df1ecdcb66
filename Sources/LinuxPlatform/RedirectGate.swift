import HTTP
import LoopbackHTTP

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
  func refusal(of request: LoopbackRequest) -> LoopbackResponse? {
    let hosts = request.headers.filter { $0.name.lowercased() == "host" }.map { $0.value.lowercased() }
    guard hosts == [authority] else { return refuse(400, "Bad Request") }
    guard request.target.prefix(while: { $0 != "?" }) == path else { return refuse(404, "Not Found") }
    guard request.method == "GET" else { return refuse(405, "Method Not Allowed", [("Allow", "GET")]) }
    return nil
  }

  private func refuse(_ status: Int, _ text: String, _ headers: [(String, String)] = []) -> LoopbackResponse {
    LoopbackResponse(
      status: status,
      headers: headers + [("Content-Type", "text/plain; charset=utf-8")] + RedirectDocument.guards,
      body: .bytes(Array("\(text)\n".utf8)))
  }
}
