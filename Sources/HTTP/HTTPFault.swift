/// What is wrong with the bytes of an answer (RFC 9112).
public enum HTTPFault: Error, Sendable, Equatable {
  /// The first line is none of HTTP/1.0 or HTTP/1.1.
  case notHTTP
  /// The status is not one of 100 to 599.
  case status
  /// 101: another protocol, for which nobody asked.
  case upgrade
  /// Interim answers (1xx) without end.
  case tooManyInterim
  /// A line, or all of them, are longer than any head is.
  case headTooLarge
  /// A header line without a name.
  case headerLine
  /// Lengths that differ, or that are none.
  case length
  /// A chunk without a size, or one that is not as long as it says.
  case chunk
}
