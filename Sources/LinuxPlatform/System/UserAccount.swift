import Glibc

/// The user, as the system's tables know them.
public struct UserAccount: Sendable, Equatable {
  public let name: String
  /// What services and cron jobs of the user find in `HOME`.
  public let home: String

  public init(name: String, home: String) {
    self.name = name
    self.home = home
  }

  /// The user that runs this process; nil where the system has no entry for them.
  public static var current: UserAccount? {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name, let home = entry.pointee.pw_dir else {
      return nil
    }
    return UserAccount(name: String(cString: name), home: String(cString: home))
  }

  /// The name of a user; nil where the system has no entry for them.
  static func name(of user: uid_t) -> String? {
    getpwuid(user)?.pointee.pw_name.map { String(cString: $0) }
  }

  /// Whether the user's service manager runs while nobody is logged in; nil where there is no systemd to say so.
  ///
  /// `loginctl` knows nobody who is neither logged in nor lingering, and asks the system's bus; the mark that it sets is
  /// a file that anyone may look for.
  public var isLingering: Bool? {
    guard access("/run/systemd/system", F_OK) == 0 else { return nil }
    return access("/var/lib/systemd/linger/\(name)", F_OK) == 0
  }
}
