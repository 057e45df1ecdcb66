/// A tiny HTTP client.
enum Curl {
  /// The body of the answer; throws where the status is an error.
  @discardableResult
  static func send(_ method: String, _ url: String, json: String? = nil) async throws -> String {
    var arguments = ["--silent", "--show-error", "--fail-with-body", "--max-time", "10", "--request", method, url]
    if let json { arguments += ["--header", "content-type: application/json", "--data-binary", json] }
    return try await Program.tool("curl", arguments)
  }

  /// Follows a URL as a browser does.
  static func follow(_ url: String) async throws {
    try await Program.tool("curl", ["--silent", "--location", "--max-time", "10", "--output", "/dev/null", url])
  }
}
