import LoopbackHTTP

/// One request on the protocol port, with what routing found out about it.
struct Call: Sendable {
  let request: LoopbackRequest
  let path: String
  let query: String
  let route: Route
  let realm: Realm
  /// The fault this request was planned to meet.
  var fault: Fault?

  init(_ request: LoopbackRequest, _ behaviours: Set<Behaviour> = []) {
    self.request = request
    let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts.first ?? "")
    query = parts.count > 1 ? String(parts[1]) : ""
    (route, realm) = Route.find(path, behaviours)
  }

  /// The media type of the body, without parameters.
  var contentType: String {
    let value = request.header("content-type") ?? ""
    return String(value.prefix { $0 != ";" }).lowercased().filter { $0 != " " }
  }

  /// The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
  var bearerToken: String? {
    let parts = (request.header("authorization") ?? "").split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }

  var isForm: Bool { contentType == "application/x-www-form-urlencoded" }
  var isJSON: Bool { contentType == "application/json" }
}
