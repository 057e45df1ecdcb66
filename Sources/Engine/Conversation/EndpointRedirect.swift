import HTTP

/// What is done about a redirect of an MCP endpoint. 307 and 308 of the same origin keep method, body and headers; all others
/// would change the request, or send its token elsewhere.
enum EndpointRedirect: Equatable {
  case none
  case followed(WebURL)
  case refused(RefusedRedirect)

  private static let mostHops = 3

  /// `visited` is where the request was sent before.
  init(_ head: HTTPResponseHead, from url: WebURL, visited: [WebURL]) {
    guard [301, 302, 303, 307, 308].contains(head.status) else {
      self = .none
      return
    }
    let location = head.headers["Location"] ?? ""
    let target = location.isEmpty ? nil : url.resolving(location)
    func refuse(_ fault: RefusedRedirect.Fault) -> EndpointRedirect {
      .refused(RefusedRedirect(from: url, to: location, fault: fault))
    }
    guard let target else {
      self = refuse(.unusable)
      return
    }
    if target.origin != url.origin {
      self = refuse(.otherOrigin(target))
    } else if head.status != 307, head.status != 308 {
      self = refuse(.changesRequest(target, status: head.status))
    } else if target.raw == url.raw || visited.contains(target) {
      self = refuse(.loop)
    } else if visited.count >= Self.mostHops {
      self = refuse(.tooMany(limit: Self.mostHops))
    } else {
      self = .followed(target)
    }
  }
}
