public import HTTP

/// The answer of a server that does not take a client, or not by the method it came with (RFC 6749 §5.2,
/// `invalid_client`).
public enum ClientRefusal {
  /// Whether this is one.
  public static func isIn(_ response: HTTPResponse) -> Bool {
    guard StatusMeaning(response.status) == .refusal, let body = ErrorBody.read(response.body) else { return false }
    return body.error == "invalid_client"
  }
}
