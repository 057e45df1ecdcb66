/// Cookies of one connection to one origin (RFC 6265), in memory only: behind some load balancers a session is found by
/// them alone.
public struct CookieJar: Sendable {
  private struct Cookie: Sendable {
    let name: String
    let value: String
    let path: String
  }

  private let origin: String
  private var cookies: [Cookie] = []

  private static let mostCookies = 30
  private static let mostBytes = 4096

  /// Makes an empty jar for the exact origin of the URL.
  public init(for url: WebURL) { origin = url.origin }

  /// Takes what an answer sets. What is for other hosts, too long or not fit for a header is left out.
  public mutating func take(_ head: HTTPResponseHead, from url: WebURL) {
    guard url.origin == origin else { return }
    for line in head.headers.all("Set-Cookie") { take(line, head, url) }
  }

  /// The value of `Cookie` for a request; nil where there is none to send, as to any other origin.
  public func header(for url: WebURL) -> String? {
    guard url.origin == origin else { return nil }
    let fitting = cookies.filter { Self.covers($0.path, url.path) }
    return fitting.isEmpty ? nil : fitting.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  private mutating func take(_ line: String, _ head: HTTPResponseHead, _ url: WebURL) {
    let parts = line.split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmed() }
    guard line.utf8.count <= Self.mostBytes, let pair = parts.first, let sign = pair.firstIndex(of: "=") else { return }
    let name = String(pair[..<sign]).trimmed(), value = String(pair[pair.index(after: sign)...]).trimmed()
    guard !name.isEmpty, "\(name)\(value)".utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return }
    var path = Self.folder(of: url.path), isOver = false, maxAge: Int?
    for part in parts.dropFirst() {
      let (attribute, text) = Self.attribute(part)
      switch attribute {
      // The exact origin is all that this jar is for.
      case "domain": if !Self.includes(domain: text, url.host) { return }
      case "path": if text.hasPrefix("/") { path = text }
      case "max-age": maxAge = Int(text) ?? maxAge
      // Without a clock, and by the server's own: it matters only whether the cookie is taken back.
      case "expires": isOver = HTTPDate.seconds(text).map { $0 <= head.seconds ?? 86_400 } ?? isOver
      default: break
      }
    }
    cookies.removeAll { $0.name == name && $0.path == path }
    if let maxAge { isOver = maxAge <= 0 }
    guard !isOver, cookies.count < Self.mostCookies else { return }
    cookies.append(Cookie(name: name, value: value, path: path))
  }

  private static func attribute(_ part: String) -> (String, String) {
    guard let sign = part.firstIndex(of: "=") else { return (part.lowercased(), "") }
    return (String(part[..<sign]).trimmed().lowercased(), String(part[part.index(after: sign)...]).trimmed())
  }

  /// RFC 6265 §5.2.3, §5.1.3.
  private static func includes(domain: String, _ host: String) -> Bool {
    let domain = String(domain.lowercased().drop { $0 == "." })
    return domain.isEmpty || host == domain || host.hasSuffix("." + domain)
  }

  /// RFC 6265 §5.1.4.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static func covers(_ path: String, _ requested: String) -> Bool {
    let requested = requested.isEmpty ? "/" : requested
    guard requested.hasPrefix(path) else { return false }
    return path.hasSuffix("/") || requested.utf8.count == path.utf8.count
      || requested.dropFirst(path.count).hasPrefix("/")
  }
}
