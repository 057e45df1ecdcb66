import HTTP

extension WebURL {
  /// The same URL with the port written behind the host; everything else stays as it was written.
  func withPort(_ port: Int) -> WebURL? {
    let start = raw.utf8.index(raw.startIndex, offsetBy: "\(scheme)://".utf8.count)
    let end = raw[start...].firstIndex { $0 == "/" || $0 == "?" } ?? raw.endIndex
    return WebURL("\(raw[..<end]):\(port)\(raw[end...])")
  }

  /// What a browser sends as `Host`: the port only where it is not the scheme's own (RFC 9110 §7.2).
  var authority: String { String(origin.dropFirst("\(scheme)://".count)) }
}
