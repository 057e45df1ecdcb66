/// What the authorization endpoint does with a valid request.
public enum ConsentMode: String, Sendable, CaseIterable {
  /// Shows a page on which a person decides.
  case page
  /// Redirects at once with a code.
  case allow
  /// Redirects at once with `access_denied`.
  case deny
}
