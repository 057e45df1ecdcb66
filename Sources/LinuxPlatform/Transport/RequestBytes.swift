import HTTP

/// A request as it goes over the wire (RFC 9112 §3).
enum RequestBytes {
  /// Nil where a header could pass for two. A request for a connection that is used for nothing else says so.
  static func of(_ request: HTTPRequest, userAgent: String) -> [UInt8]? {
    let url = request.url
    let target = (url.path.isEmpty ? "/" : url.path) + (url.query.map { "?\($0)" } ?? "")
    var headers = HTTPHeaders([("Host", request.headers["Host"] ?? url.authority)])
    for field in request.headers.fields where !isOurs(field.name) { headers.add(field.name, field.value) }
    if request.headers["User-Agent"] == nil { headers.add("User-Agent", userAgent) }
    if !request.body.isEmpty || request.method == .post || request.method == .put {
      headers.add("Content-Length", String(request.body.count))
    }
    if !request.mayReuseConnection { headers.add("Connection", "close") }
    guard headers.fields.allSatisfy({ isName($0.name) && isValue($0.value) }) else { return nil }
    let lines = ["\(request.method.rawValue) \(target) HTTP/1.1"] + headers.fields.map { "\($0.name): \($0.value)" }
    return Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + request.body
  }

  private static func isOurs(_ name: String) -> Bool {
    ["host", "content-length", "transfer-encoding", "connection"].contains(name.lowercased())
  }

  /// RFC 9110 §5.6.2.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  /// RFC 9110 §5.5.
  private static func isValue(_ value: String) -> Bool {
    value.utf8.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }
  }
}
