import Foundation

/// A machine whose own count of time stands elsewhere (time_namespaces(7)). Each command runs in one of its own with the
/// same offset, which is as if it ran on one machine.
struct TimeNamespace: Sendable {
  /// Seconds.
  let ahead: Int

  /// It takes a kernel that has them, and the right to make one.
  static let works: Bool = {
    guard Places.exists("/proc/self/ns/time"), Program.areInstalled("unshare") else { return false }
    let probe = Process()
    probe.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    probe.arguments = TimeNamespace(ahead: 60).words + ["true"]
    (probe.standardOutput, probe.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? probe.run()) != nil else { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
  }()

  private var words: [String] {
    let user = geteuid() == 0 ? [] : ["--user", "--map-current-user"]
    return ["unshare"] + user + ["--time", "--fork", "--boottime", "\(ahead)", "--monotonic", "\(ahead)"]
  }

  /// What the kernel says there.
  func uptime() async throws -> Double {
    let text = try await Program.tool("unshare", Array(words.dropFirst()) + ["cat", "/proc/uptime"])
    guard let uptime = text.split(separator: " ").first.flatMap({ Double($0) }) else {
      throw TestFailure("no uptime: \(text)")
    }
    return uptime
  }

  func mcpcred(_ home: Workspace, _ arguments: [String]) async throws -> Outcome {
    try await Program.run(
      "/usr/bin/env", words + [try Places.binary("mcpcred")] + arguments, environment: home.environment)
  }
}
