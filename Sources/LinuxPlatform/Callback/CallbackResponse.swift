/// One answer; the connection ends with it.
struct CallbackResponse: Sendable {
  let status: Int
  let headers: [(String, String)]
  let body: String

  /// As it goes over the wire; an answer to HEAD has no body (RFC 9110 §9.3.2).
  func bytes(isHead: Bool) -> [UInt8] {
    let length = [("Content-Length", "\(body.utf8.count)"), ("Connection", "close")]
    let lines = ["HTTP/1.1 \(status) \(phrase)"] + (headers + length).map { "\($0): \($1)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (isHead ? "" : body)).utf8)
  }

  /// Few browsers show it.
  private var phrase: String {
    switch status {
    case 200: "OK"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    default: "Bad Request"
    }
  }
}
