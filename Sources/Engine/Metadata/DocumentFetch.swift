import HTTP
import OAuth

/// One metadata document, fetched with the redirects that may be followed on the way. A GET without a secret: nothing else
/// of this program follows any.
struct DocumentFetch: Room {
  let workplace: Workplace
  let step: ExchangeStep
  /// Sent besides `Accept`.
  var headers: [(String, String)] = []

  private var exchanges: Exchanges { Exchanges(workplace: workplace) }

  private static let hopLimit = 3
  /// Over all hops.
  private static let patience = Duration.seconds(15)

  /// The answer of the last hop where it is a document, nil where nothing is there. An outage is an error: it must not
  /// lead to the next place.
  func document(at url: WebURL) async throws(EngineError) -> HTTPResponse? {
    let end = deadline(after: Self.patience)
    var url = url
    for hop in 0...Self.hopLimit {
      var request = HTTPRequest.json(url)
      for (name, value) in headers { request.headers.add(name, value) }
      request.wantsDocument = true
      request.deadline = max(.seconds(1), end.left)
      let response = try await get(request, isRedirected: hop > 0)
      switch response.status {
      // Single-page applications answer every path with their page: that is no document.
      // Nor is what has no end, or is no text; its body is left unread.
      case 200: return response.headers.isOfDocument ? response : nil
      case 301, 302, 303, 307, 308: url = try target(of: response, from: url, hop: hop)
      case _ where StatusMeaning(response.status).isOutage:
        throw .oauth(.httpFailure(HTTPFailure(response.head, from: url, words: words(of: response))), step)
      default: return nil
      }
    }
    // The last hop either returned or threw.
    return nil
  }

  private func words(of response: HTTPResponse) -> String? {
    ErrorWords.of(response.body, mediaType: response.headers.mediaType).map {
      ForeignText(hiding: []).line($0, limit: 200)
    }
  }

  private func get(_ request: HTTPRequest, isRedirected: Bool) async throws(EngineError) -> HTTPResponse {
    do throws(EngineError) { return try await exchanges.send(request, step) } catch {
      guard isRedirected, case .outOfReach(let found, let step) = error else { throw error }
      throw .outOfReach(
        OutOfReach(member: "Location", url: request.url.raw, address: found.address, scope: found.scope), step)
    }
  }

  /// Each hop is checked like the first; its address is, when it is connected to.
  private func target(of response: HTTPResponse, from url: WebURL, hop: Int) throws(EngineError) -> WebURL {
    let location = response.headers["Location"] ?? ""
    func refuse(_ fault: RefusedRedirect.Fault) -> EngineError {
      .redirect(RefusedRedirect(from: url, to: location, fault: fault), step)
    }
    guard hop < Self.hopLimit else { throw refuse(.tooMany(limit: Self.hopLimit)) }
    guard !location.isEmpty, let target = url.resolving(location) else { throw refuse(.unusable) }
    guard target.isSecure else { throw refuse(.insecure) }
    return target
  }
}
