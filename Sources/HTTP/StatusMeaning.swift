/// What the status of an answer says, whatever is in its body: the one answer to "is this an outage?".
public enum StatusMeaning: Sendable, Equatable {
  /// 200 to 299.
  case success
  /// 300 to 399.
  case redirect
  /// 400 to 499 but for `notNow`: the request was understood, and refused.
  case refusal
  /// 408 (RFC 9110 §15.5.9), 425 (RFC 8470 §5.2) and 429 (RFC 6585 §4): nothing was done, and the same request may be taken
  /// later.
  case notNow
  /// 500 and above: whether anything was done is not known.
  case failure
  /// Below 200: no final answer.
  case none

  public init(_ status: Int) {
    self =
      switch status {
      case ..<200: .none
      case ..<300: .success
      case ..<400: .redirect
      case 408, 425, 429: .notNow
      case ..<500: .refusal
      default: .failure
      }
  }

  /// Whether it says nothing of what was asked but that the server cannot answer now.
  public var isOutage: Bool { self == .notNow || self == .failure }
}
