/// Programs for `$BROWSER`.
enum Browser: String {
  /// Follows the URL to wherever it leads, as a browser does whose person allows everything.
  case follows
  /// Never answers.
  case ignores
  /// Cannot be started.
  case missing
  /// Starts, and ends with an error.
  case fails

  /// The script; each one notes its arguments in the file `visited` of the folder first.
  func script(in folder: TemporaryFolder) throws -> String {
    guard self != .missing else { return folder["no-such-browser"] }
    let deed =
      switch self {
      case .follows: "exec curl --silent --location --max-time 20 --output /dev/null \"$1\""
      case .fails: "exit 3"
      case .ignores, .missing: "exit 0"
      }
    return try folder.write(
      "browser-\(rawValue)", "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'\(folder["visited"])'\n\(deed)\n", mode: 0o700)
  }
}
