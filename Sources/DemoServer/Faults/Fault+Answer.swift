extension Fault {
  /// What is answered without doing anything, for the faults that prevent the request from being acted on.
  func answerInstead(of call: Call) -> Answer? {
    switch self {
    case .repeatsRequest: RepeatedRequest.answer(call)
    case .internalError: Self.plain(500, "internal server error\n")
    case .badGateway: Self.plain(502, "bad gateway\n")
    case .unavailable(let retryAfter): Self.plain(503, "temporarily unavailable\n", retryAfter: retryAfter)
    case .tooManyRequests(let retryAfter): Self.plain(429, "too many requests\n", retryAfter: retryAfter)
    case .html: .html("<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>\n")
    case .emptyRefusal: Answer(status: 400)
    case .lowStatus: Self.plain(500, "a status that is none\n")
    case .invalidGrant: OAuthRefusal.invalidGrant("planned fault").answer
    case .invalidClient: OAuthRefusal.invalidClient("planned fault").answer
    default: nil
    }
  }

  /// What becomes of the answer to a request that was acted on.
  func spoil(_ answer: Answer) -> Answer {
    switch self {
    case .internalErrorAfter: Self.plain(500, "internal server error\n")
    case .gatewayTimeout: Self.plain(504, "gateway timeout\n")
    case .unavailableAfter(let retryAfter): Self.plain(503, "temporarily unavailable\n", retryAfter: retryAfter)
    case .cutJSON: SpoiledJSON.cut(answer)
    case .wrongType(let member): SpoiledJSON.wrongType(answer, member: member)
    case .noTokenType: SpoiledJSON.setting(answer, "token_type", nil)
    case .foreignTokenType: SpoiledJSON.setting(answer, "token_type", "mac")
    case .unsendableAccessToken: SpoiledJSON.setting(answer, "access_token", "two words")
    case .notANumber: SpoiledJSON.notANumber(answer)
    case .trailingNUL: SpoiledJSON.followed(answer, by: [0])
    case .trailingText: SpoiledJSON.followed(answer, by: Array("\nWarning: headers already sent\n".utf8))
    case .repeatedMember: SpoiledJSON.repeated(answer)
    case .huge: SpoiledJSON.huge(answer)
    case .deep: SpoiledJSON.deep(answer)
    case .utf16: SpoiledJSON.utf16(answer)
    case .latin1: SpoiledJSON.latin1(answer)
    default: answer
    }
  }

  /// How much of the answer reaches the client.
  var delivery: Delivery {
    switch self {
    case .dropBefore, .dropAfter: .nothing
    case .cutAfterHead: .head
    case .truncated: .half
    case .noLastChunk: .unendedChunks
    case .twoLengths: .twoLengths
    case .longLength: .longLength
    case .lowStatus: .lowStatus
    default: .whole
    }
  }

  private static func plain(_ status: Int, _ text: String, retryAfter: Int? = nil) -> Answer {
    let hint = retryAfter.map { [("retry-after", String($0))] } ?? []
    return Answer(status: status, headers: [("content-type", "text/plain")] + hint, content: .bytes(Array(text.utf8)))
  }
}
