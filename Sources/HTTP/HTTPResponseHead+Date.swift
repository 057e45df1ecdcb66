extension HTTPResponseHead {
  /// When the server says that it answered, in seconds since 1970 (RFC 9110 §6.6.1); nil where it does not say.
  public var seconds: Int? { headers["Date"].flatMap(HTTPDate.seconds) }
}
