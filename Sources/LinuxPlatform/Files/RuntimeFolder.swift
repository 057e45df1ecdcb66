import Glibc

/// The folder of the user's session: its bus and its service manager listen there.
public enum RuntimeFolder {
  /// `XDG_RUNTIME_DIR`, or else where systemd puts it: cron and `su` leave the variable unset.
  public static func path(_ environment: [String: String]) -> String {
    environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/run/user/\(getuid())"
  }

  /// The environment with what a program needs to find the service manager and the bus that belongs to it.
  ///
  /// A bus named by the environment can be another one, which knows no service manager (`dbus-run-session`).
  public static func found(_ environment: [String: String]) -> [String: String] {
    let folder = path(environment)
    var found = environment
    found["XDG_RUNTIME_DIR"] = folder
    found["DBUS_SESSION_BUS_ADDRESS"] = nil
    if let address = SessionBus.address(found) { found["DBUS_SESSION_BUS_ADDRESS"] = address }
    return found
  }
}
