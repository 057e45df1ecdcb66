import Engine
import OAuth

extension ErrorReport {
  /// The path is the person's; what is wrong passes without them, but for an assertion that was refused.
  static func report(_ error: AssertionFileError, server: String) -> ErrorReport {
    let path = Untrusted.plain(error.path)
    guard error.fault != .refused else {
      return ErrorReport(
        "login required for \(server): the authorization server has refused the token in \(path), and it is not sent again; "
          + "the next use tries the one that the platform puts in its place",
        hints: ["mcpcred status \(server)"], .loginRequired, code: "assertion_refused")
    }
    return ErrorReport(
      "no token from the platform for \(server): \(path) \(words(for: error.fault)); nothing was sent", .temporary,
      code: "assertion_unready")
  }

  private static func words(for fault: AssertionFileError.Fault) -> String {
    switch fault {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notAFile: "is not a regular file"
    case .tooLarge(let limit): "is larger than \(limit) bytes"
    case .unusable(.empty): "is empty"
    case .unusable(.notJWT): "does not hold one JWT and nothing else"
    case .unusable(.noSubject): "holds a JWT without a subject"
    case .expired(let end): "holds a token that expired at \(TimeText.rfc3339(end))"
    case .refused: "holds a token that was refused"
    }
  }
}
