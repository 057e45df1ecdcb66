/// The redirect back to the client.
enum CallbackURL {
  /// Adds parameters to a redirect URI and keeps the query it has (RFC 6749 §3.1.2); `nil` values are left out.
  static func make(_ redirectURI: String, _ parameters: KeyValuePairs<String, String?>) -> String {
    let query = parameters.compactMap { name, value in value.map { "\(name)=\(PercentEncoding.encode($0))" } }
    let separator = redirectURI.contains("?") ? (redirectURI.hasSuffix("?") ? "" : "&") : "?"
    return redirectURI + separator + query.joined(separator: "&")
  }
}
