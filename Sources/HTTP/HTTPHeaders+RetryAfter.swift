extension HTTPHeaders {
  /// Seconds the server asks to wait, from when the answer came (RFC 9110 §10.2.3); nil where it does not say, or not in
  /// a form that can be read.
  ///
  /// A date is taken relative to the answer's own `Date`, so that two clocks that differ do no harm. What has passed is
  /// zero.
  public var retryAfter: Int? {
    guard let text = self["Retry-After"] else { return nil }
    if let seconds = Self.seconds(text) { return seconds }
    guard let end = HTTPDate.seconds(text), let sent = self["Date"].flatMap(HTTPDate.seconds) else { return nil }
    return max(0, end - sent)
  }
}
