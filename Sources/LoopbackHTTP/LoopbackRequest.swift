/// One HTTP request as it came in.
public struct LoopbackRequest: Sendable {
  /// The method as sent; methods are case-sensitive (RFC 9110 §9.1).
  public let method: String
  /// Path and query as sent, not decoded.
  public let target: String
  /// The header lines in order; a name can occur more than once.
  public let headers: [(name: String, value: String)]
  /// The whole body, at most the server's `maxBody` bytes.
  public let body: [UInt8]

  /// The first value of a header; names are compared without case (RFC 9110 §5.1).
  public func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}
