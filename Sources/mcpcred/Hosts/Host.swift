/// A program that runs MCP servers: where it keeps what it knows of them, and how. `Host.all` has them.
struct Host: Sendable {
  /// What it is called on the command line.
  let name: String
  let title: String
  let style: HostStyle
  let files: [HostFile]
  /// Its own command that adds a server, up to the entry's name.
  var command: (@Sendable (HostScope) -> String)?
  /// Whether the user's file has servers of each project's folder besides: `projects.FOLDER`.
  var keepsProjects = false
  /// What a person has to know who uses it.
  var remark: String?

  func file(_ scope: HostScope) -> HostFile? { files.first { $0.scope == scope } }

  /// Its own command for an entry.
  func commandLine(_ entry: String, _ launch: HostLaunch, _ scope: HostScope) -> String? {
    command.map { "\($0(scope)) \(entry) -- \(launch.shell)" }
  }
}
