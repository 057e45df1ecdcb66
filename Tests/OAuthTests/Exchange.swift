import HTTP
import OAuth
import Testing

/// Pieces of the exchanges under test.
enum Exchange {
  static func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

  static func response(_ body: String, status: Int = 200, headers: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
  }

  /// The fields of a form body, in order.
  static func fields(_ request: HTTPRequest) throws -> [String] {
    let text = try #require(String(validating: request.body, as: UTF8.self))
    return try #require(FormURLEncoding.decode(text)).map { "\($0.name)=\($0.value)" }
  }

  /// What is wrong with a document, whatever its source; nil for any other end.
  static func fault(_ body: () throws -> Void) throws -> DocumentProblem.Fault? {
    do {
      try body()
      return nil
    } catch OAuthError.invalidDocument(let problem) {
      return problem.fault
    }
  }
}
