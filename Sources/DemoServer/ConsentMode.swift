/// What the authorization endpoint does with a valid request, and what becomes of a device that polls.
public enum ConsentMode: String, Sendable, CaseIterable {
  /// Shows a page on which a person decides; a device waits for that.
  case page
  /// Redirects at once with a code; a device gets its tokens.
  case allow
  /// Redirects at once with `access_denied`; a device gets that too.
  case deny
}
