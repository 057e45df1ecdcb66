extension Fault {
  /// Why it exists.
  public var reason: String {
    switch self {
    case .internalError: "a bug on the other side: nothing was done, nothing is said about the token"
    case .badGateway: "a gateway that did not reach the server: nothing was done"
    case .unavailable: "an outage that says when to come back (retry_after, seconds)"
    case .tooManyRequests: "a rate limit (retry_after, seconds)"
    case .html: "a proxy answers 200 with its own page, and the server never sees the request"
    case .emptyRefusal: "a refusal without a reason: 400 and no body"
    case .invalidGrant: "the server refuses a good code or refresh token, and keeps it"
    case .invalidClient: "the server has forgotten the client for a moment"
    case .dropBefore: "the connection closes before anything was done"
    case .repeatsRequest:
      "a refusal that repeats the Authorization header and the body it came with; a 403 at MCP endpoints"
    case .internalErrorAfter: "the request was acted on, and the server failed while it answered: 500"
    case .gatewayTimeout: "the request was acted on, and the gateway had given up waiting: 504"
    case .unavailableAfter: "the request was acted on, and the gateway had lost the server: 503 (retry_after, seconds)"
    case .dropAfter: "the request was acted on, and the answer is lost"
    case .cutAfterHead: "the request was acted on, and the connection broke after the headers of the answer"
    case .truncated: "the request was acted on, and the connection broke in the middle of the answer"
    case .lowStatus: "an answer with the status 099, which is none (RFC 9110 §15): nothing was done"
    case .noLastChunk: "the answer is whole, in chunks without the last one, as from a program that ends too soon"
    case .twoLengths: "the answer is whole, under two lengths that differ, as behind a gateway that rewrites it"
    case .longLength:
      "the answer is whole, under a length that is too long, as of text that is counted before it is encoded"
    case .cutJSON: "the request was acted on, and the answer is whole for HTTP, but its JSON ends in the middle"
    case .noRefreshToken: "a token answer without refresh_token; on a refresh the old one stays good (not rotated)"
    case .noExpiresIn: "a token answer without expires_in: the lifetime is unknown"
    case .wrongIssuer: "metadata that names another issuer (RFC 8414 §3.3 forbids using it)"
    case .wrongType: "members of the JSON answer have another type (member, or else every member)"
    case .noTokenType: "a token answer without token_type, which RFC 6749 §5.1 requires"
    case .foreignTokenType: "a token answer of another type: mac"
    case .unsendableAccessToken: "an access token with a blank in it, which no header can carry"
    case .notANumber: "a JSON answer with NaN for a number, as some libraries write it"
    case .trailingNUL: "a JSON answer that ends with a NUL, as a C program sends its buffer"
    case .trailingText: "a JSON answer with a warning of the server behind it"
    case .repeatedMember: "a JSON answer with token_type in it twice"
    case .huge: "a JSON answer of 10 MB"
    case .deep: "a JSON answer that is nested 10,000 deep"
    case .utf16: "a JSON answer in UTF-16, and its content type says so (RFC 8259 §8.1 demands UTF-8)"
    case .latin1: "a JSON answer in ISO 8859-1 that is not UTF-8, and its content type says so"
    case .slow: "the request waits before it is acted on (seconds of real time, at most 5)"
    case .slowAnswer: "the request is acted on at once, and the answer waits (seconds of real time, at most 5)"
    case .clockJump: "the server's clock jumps before the request is acted on (seconds, negative for back)"
    case .clientsForgotten: "every registration is lost before the request is acted on"
    }
  }
}
