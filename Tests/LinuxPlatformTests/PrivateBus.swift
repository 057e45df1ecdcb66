import Foundation

/// A session bus of its own that starts no service by name, with an unlocked gnome-keyring on it where one is asked for.
final class PrivateBus {
  let address: String
  private let bus: RunningProgram
  private var keyring: RunningProgram?

  init(in folder: TemporaryFolder) throws {
    let configuration = try folder.write(
      "bus.conf",
      """
      <busconfig><type>session</type><listen>unix:path=\(folder["bus"])</listen>
      <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
      <allow own="*"/></policy></busconfig>
      """)
    bus = try RunningProgram(
      "/usr/bin/env", ["dbus-daemon", "--nofork", "--print-address=1", "--config-file=\(configuration)"])
    address = try bus.firstLine(after: "unix:")
  }

  deinit {
    keyring?.kill()
    bus.kill()
  }

  /// Starts the keyring, unlocked by this password, and waits until it is on the bus.
  func startKeyring(in folder: TemporaryFolder) async throws {
    var environment = startEnvironment
    environment["DBUS_SESSION_BUS_ADDRESS"] = address
    for name in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] { environment[name] = folder.path }
    let program = try RunningProgram(
      "/usr/bin/env", ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
      environment: environment)
    keyring = program
    try program.say("correct-horse")
    let service = "string:org.freedesktop.secrets"
    let isThere = try await eventually { () -> Bool? in
      let answer = try send("org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", service)
      return answer.contains("boolean true") ? true : nil
    }
    guard isThere == true else { throw POSIXError(.ETIMEDOUT) }
  }

  /// Calls a method and gives what `dbus-send` says about the answer.
  @discardableResult
  func send(_ name: String, _ path: String, _ method: String, _ argument: String) throws -> String {
    try RunningProgram.run(
      "/usr/bin/env", ["dbus-send", "--bus=\(address)", "--print-reply", "--dest=\(name)", path, method, argument]
    ).output
  }
}
