import Foundation

/// Mounts of a test's own, in a mount namespace that ends with the process that holds it.
struct Namespace {
  private let holder: RunningProgram

  /// Whether this user may have one.
  static let mayMount: Bool = {
    let script = "mount -t tmpfs none /mnt && exec nsenter -t $$ -m true"
    guard geteuid() == 0,
      let probe = try? ChildProcess(
        "/usr/bin/unshare", ["-m", "sh", "-c", script], environment: Program.environment,
        input: open("/dev/null", O_RDONLY | O_CLOEXEC), output: "/dev/null", errors: "/dev/null")
    else { return false }
    for _ in 0..<500 {
      if let status = probe.ended() { return status == 0 }
      usleep(10_000)
    }
    return false
  }()

  /// Makes it with the mounts of a shell script, whose words are `$1`, `$2` and so on.
  init(_ script: String, _ words: [String]) async throws {
    holder = try RunningProgram(
      "/usr/bin/unshare", ["-m", "sh", "-c", script + " && echo ready && exec sleep 300", "sh"] + words,
      environment: Program.environment)
    guard try await holder.firstLine() == "ready" else { throw TestFailure("no mounts: \(holder.stderr)") }
  }

  /// Starts a program in it.
  func start(_ words: [String], environment: [String: String] = Program.environment) throws -> RunningProgram {
    try RunningProgram(
      "/usr/bin/nsenter", ["-t", "\(holder.id)", "-m", "--"] + words, environment: environment)
  }

  /// Runs `mcpcred` in it.
  func mcpcred(_ home: Workspace, _ arguments: String...) async throws -> Outcome {
    try await start([try Places.binary("mcpcred")] + arguments, environment: home.environment).end()
  }

  /// Runs a shell script in it, which must succeed.
  func shell(_ script: String, _ words: String...) async throws {
    let outcome = try await start(["/bin/sh", "-c", script, "sh"] + words).end()
    guard outcome.status == 0 else { throw TestFailure("\(script): \(outcome)") }
  }
}
