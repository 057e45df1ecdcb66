import Foundation

/// A refresh whose worker stands still after a step; the one who waits for it runs on.
struct PausedWorker {
  let caller: RunningProgram
  let id: pid_t

  /// Debug builds only.
  init(_ home: Workspace, _ arguments: [String], after step: String) async throws {
    let caller = try home.start(arguments, with: ["MCPCRED_STOP_AT": "\(step)=pause"])
    self.caller = caller
    id = try await eventually("a worker that stands still") { Self.stopped() }
  }

  func goOn() { kill(id, SIGCONT) }

  /// End-to-end tests run one after the other: there is one at most.
  private static func stopped() -> pid_t? {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.lazy.compactMap { pid_t($0) }.first { id in
      let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
      guard words.split(separator: 0).dropFirst().first == Data("refresh-worker".utf8) else { return false }
      // The state stands behind the name, which is in brackets and may hold any character.
      let status = String(decoding: FileManager.default.contents(atPath: "/proc/\(id)/stat") ?? Data(), as: UTF8.self)
      return status[(status.lastIndex(of: ")") ?? status.startIndex)...].hasPrefix(") T")
    }
  }
}
