/// One way in which a server goes wrong once. The list is closed: each case has a name for the management port and the
/// reason why a client has to live with it. How a server always is, is a `Behaviour`.
public enum Fault: Sendable, Equatable {
  // Nothing was done.
  case internalError
  case badGateway
  case unavailable(retryAfter: Int?)
  case tooManyRequests(retryAfter: Int?)
  case html
  case emptyRefusal
  case invalidGrant
  case invalidClient
  case dropBefore
  case lowStatus
  case repeatsRequest
  // The request was acted on, and the client does not get the answer.
  case internalErrorAfter
  case gatewayTimeout
  case unavailableAfter(retryAfter: Int?)
  case dropAfter
  case cutAfterHead
  case truncated
  case cutJSON
  // The answer comes whole, and its framing is wrong.
  case noLastChunk
  case twoLengths
  case longLength
  // The answer comes, and is not what it should be.
  case noRefreshToken
  case noExpiresIn
  case wrongIssuer
  case wrongType(member: String?)
  case noTokenType
  case foreignTokenType
  case unsendableAccessToken
  case notANumber
  case trailingNUL
  case trailingText
  case repeatedMember
  case huge
  case deep
  case utf16
  case latin1
  // Time.
  case slow(seconds: Double)
  case slowAnswer(seconds: Double)
  case clockJump(seconds: Double)
  // The server has changed meanwhile.
  case clientsForgotten
  case sessionsForgotten

  /// One of each.
  public static let all: [Fault] = [
    .internalError, .badGateway, .unavailable(retryAfter: nil), .tooManyRequests(retryAfter: nil), .html,
    .emptyRefusal, .invalidGrant, .invalidClient, .dropBefore, .lowStatus, .repeatsRequest, .internalErrorAfter,
    .gatewayTimeout,
    .unavailableAfter(retryAfter: nil), .dropAfter, .cutAfterHead, .truncated, .cutJSON, .noLastChunk, .twoLengths,
    .longLength, .noRefreshToken, .noExpiresIn,
    .wrongIssuer, .wrongType(member: nil), .noTokenType, .foreignTokenType, .unsendableAccessToken, .notANumber,
    .trailingNUL, .trailingText, .repeatedMember, .huge, .deep, .utf16, .latin1, .slow(seconds: 1),
    .slowAnswer(seconds: 1), .clockJump(seconds: 3600), .clientsForgotten,
    .sessionsForgotten,
  ]

  /// The longest a slow answer may take, in seconds of real time.
  public static let slowest: Double = 5

  /// The name on the management port.
  public var name: String {
    switch self {
    case .internalError: "status_500"
    case .badGateway: "status_502"
    case .unavailable: "status_503"
    case .tooManyRequests: "status_429"
    case .html: "html"
    case .emptyRefusal: "empty_400"
    case .invalidGrant: "invalid_grant"
    case .invalidClient: "invalid_client"
    case .dropBefore: "drop_before"
    case .lowStatus: "status_099"
    case .repeatsRequest: "repeats_request"
    case .internalErrorAfter: "status_500_after"
    case .gatewayTimeout: "status_504"
    case .unavailableAfter: "status_503_after"
    case .dropAfter: "drop_after"
    case .cutAfterHead: "cut_after_head"
    case .truncated: "truncated"
    case .cutJSON: "cut_json"
    case .noLastChunk: "no_last_chunk"
    case .twoLengths: "two_lengths"
    case .longLength: "long_length"
    case .noRefreshToken: "no_refresh_token"
    case .noExpiresIn: "no_expires_in"
    case .wrongIssuer: "wrong_issuer"
    case .wrongType: "wrong_type"
    case .noTokenType: "no_token_type"
    case .foreignTokenType: "foreign_token_type"
    case .unsendableAccessToken: "unsendable_access_token"
    case .notANumber: "not_a_number"
    case .trailingNUL: "trailing_nul"
    case .trailingText: "trailing_text"
    case .repeatedMember: "repeated_member"
    case .huge: "huge"
    case .deep: "deep"
    case .utf16: "utf16"
    case .latin1: "latin1"
    case .slow: "slow"
    case .slowAnswer: "slow_answer"
    case .clockJump: "clock_jump"
    case .clientsForgotten: "clients_forgotten"
    case .sessionsForgotten: "sessions_forgotten"
    }
  }
}
