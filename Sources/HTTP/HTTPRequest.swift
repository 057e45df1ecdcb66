/// A request as a value; nothing is sent by making one.
public struct HTTPRequest: Sendable, Equatable {
  /// The methods the protocols of this program use.
  public enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

  public var method: Method
  public var url: WebURL
  public var headers: HTTPHeaders
  public var body: [UInt8]
  /// From the first byte sent to the last byte read.
  public var deadline: Duration
  /// The nearest address it may be sent to, judged by the address that is really connected to. `.machine` is no bound.
  public var reach: AddressScope = .machine
  /// Whether it may go over a connection that was used before. Such a one may end with the request on it, and then nobody
  /// knows what became of it: not for what must not be sent twice. A GET may by default.
  public var mayReuseConnection: Bool

  /// Whether what has come of a success is an answer where the connection ends in the middle of its document. For a refresh:
  /// the new refresh token may have come whole, and the old one is spent.
  public var takesPart = false

  /// Whether an answer that its head tells to be no document is not read to its end, which may never come.
  public var wantsDocument = false

  /// Makes a request; without a deadline it has 30 seconds.
  public init(
    _ method: Method, _ url: WebURL, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
    deadline: Duration = .seconds(30)
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    mayReuseConnection = method == .get
  }

  /// A GET for a JSON document.
  public static func json(_ url: WebURL) -> HTTPRequest {
    HTTPRequest(.get, url, headers: HTTPHeaders([("Accept", "application/json")]))
  }

  /// A POST of `application/x-www-form-urlencoded` fields that asks for JSON.
  public static func form(_ url: WebURL, _ fields: [(String, String)]) -> HTTPRequest {
    HTTPRequest(
      .post, url,
      headers: HTTPHeaders([
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
      ]),
      body: Array(FormURLEncoding.encode(fields).utf8))
  }
}
