extension HTTPHeaders {
  /// Whether the body is compressed in the way that is read here, although nobody asked for it.
  public var isCompressed: Bool {
    let coding = self["Content-Encoding"]?.lowercased()
    return coding == "gzip" || coding == "x-gzip"
  }

  /// A body as it was before; nil where it is damaged, or holds more than `limit` bytes.
  public func expanded(_ body: [UInt8], limit: Int) -> [UInt8]? {
    isCompressed ? Gzip.inflated(body, limit: limit) : body
  }
}
