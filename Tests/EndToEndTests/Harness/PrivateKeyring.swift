import Foundation

/// A session bus of its own that starts no service by name, and a gnome-keyring on it where one is started.
final class PrivateKeyring {
  static let canRun =
    Places.mayUseSecretService
    && Program.areInstalled("dbus-daemon", "gnome-keyring-daemon", "dbus-send", "secret-tool")

  /// What a program needs to find it.
  let environment: [String: String]
  private let folder: TemporaryFolder
  private let bus: RunningProgram
  private var daemon: RunningProgram?

  init() async throws {
    folder = try TemporaryFolder()
    let configuration = try folder.write(
      "bus.conf",
      """
      <busconfig><type>session</type><listen>unix:path=\(folder["bus"])</listen>
      <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
      <allow own="*"/></policy></busconfig>
      """)
    bus = try RunningProgram(
      "/usr/bin/env", ["dbus-daemon", "--nofork", "--print-address=1", "--config-file=\(configuration)"],
      environment: Program.environment)
    environment = ["DBUS_SESSION_BUS_ADDRESS": try await bus.firstLine(), "XDG_RUNTIME_DIR": try folder.folder("run")]
  }

  /// Starts the daemon on the keyrings of the last one, unlocked, and waits until it is on the bus.
  func start() async throws {
    let home = folder["home"]
    if !Places.exists(home) { _ = try folder.folder("home") }
    var environment = Program.environment.merging(environment) { $1 }
    for name in ["HOME", "XDG_DATA_HOME"] { environment[name] = home }
    daemon = try RunningProgram(
      "/usr/bin/env", ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
      environment: environment, input: .text("correct-horse"))
    try await waitForService(is: true)
  }

  /// Ends the daemon; the bus stays.
  func stop() async throws {
    daemon?.kill()
    daemon = nil
    try await waitForService(is: false)
  }

  /// Locks the collection that keys are kept in.
  func lock() async throws {
    let answer = try await send(
      "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
      "array:objpath:/org/freedesktop/secrets/collection/login")
    guard answer.contains("collection/login") else { throw TestFailure("not locked: \(answer)") }
  }

  /// Another program on the same bus.
  @discardableResult
  func secretTool(_ arguments: String..., input: String = "") async throws -> String {
    let outcome = try await Program.run(
      "/usr/bin/env", ["secret-tool"] + arguments, environment: Program.environment.merging(environment) { $1 },
      input: .text(input))
    // It says what it found on both streams, and ends with 1 where there is nothing.
    return outcome.stdout + outcome.stderr
  }

  private func waitForService(is wanted: Bool) async throws {
    _ = try await eventually("the keyring") {
      let answer = try await send(
        "org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets")
      return answer.contains("boolean \(wanted)") ? true : nil
    }
  }

  private func send(_ name: String, _ path: String, _ method: String, _ argument: String) async throws -> String {
    try await Program.tool(
      "dbus-send", ["--session", "--print-reply", "--dest=\(name)", path, method, argument],
      environment: Program.environment.merging(environment) { $1 })
  }
}
