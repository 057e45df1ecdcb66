import Foundation
import Testing

extension EndToEnd {
  /// A file system of the registry's own, which takes nothing more.
  @Suite("Full file systems", .enabled(if: Namespace.mayMount, "needs root"))
  struct FullFileSystemTests {
    struct Kind: CustomTestStringConvertible {
      let options: String
      let fill: String
      let says: String
      let looks: String
      let testDescription: String

      static let all = [
        Kind(
          options: "size=2m,mode=700", fill: #"head -c 8m /dev/zero > "$1/full" 2>&-; true"#, says: "is full",
          looks: "df -h", testDescription: "no byte left"),
        Kind(
          options: "size=8m,nr_inodes=60,mode=700",
          fill: #"i=0; while touch "$1/full$i" 2>&-; do i=$((i+1)); done"#, says: "can hold no more files",
          looks: "df -i", testDescription: "no file left"),
      ]
    }

    @Test(
      "what only reads works, with and without a log that was left; what writes names the file system, and loses nothing",
      arguments: Kind.all, [false, true])
    func reading(_ kind: Kind, leavesLog: Bool) async throws {
      let server = try await RunningDemoServer()
      let home = try Workspace()
      let disk = try await Namespace(#"mount -t tmpfs -o "$1" none "$2""#, [kind.options, home.home])
      #expect(try await disk.mcpcred(home, "init", "--key-provider", "file").status == 0)
      #expect(try await disk.mcpcred(home, "add", "demo", server.mcp).status == 0)
      // It counts what it hands out and does not close the registry.
      let token = leavesLog ? try await disk.mcpcred(home, "token", "demo").stdout : ""
      if !leavesLog {
        let close = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM grant').fetchall()"
        try await disk.shell(#"python3 -c "$2" "$1" && test ! -e "$1-wal" && test ! -e "$1-shm""#, home.registry, close)
      }
      try await disk.shell(kind.fill, home.home)
      for words in [["list"], ["status"], ["status", "--json"], ["log"], ["token"], ["account"]] {
        let outcome = try await disk.start(
          [try Places.binary("mcpcred")] + words + (words == ["token"] || words == ["account"] ? ["demo"] : []),
          environment: home.environment
        ).end()
        #expect(outcome.status == 0 && outcome.errors.isEmpty && !outcome.stdout.isEmpty, "\(words): \(outcome)")
        if words == ["token"], leavesLog { #expect(outcome.stdout == token) }
      }
      let refresh = try await disk.mcpcred(home, "refresh", "demo")
      #expect([1, 7].contains(refresh.status) && refresh.errors.count == 1, "\(refresh)")
      #expect(refresh.stderr.contains("No space left on device") || refresh.stderr.contains(home.home), "\(refresh)")
      #expect(try await server.refreshes() == 0)
      if !leavesLog {
        expectFailure(
          try await disk.mcpcred(home, "add", "more", server.second), 1,
          "no space left for the registry: the file system at \(home.home) \(kind.says)",
          hints: ["\(kind.looks) \(home.home)"])
      }
      try await disk.shell(#"rm "$1"/full*"#, home.home)
      #expect(try await disk.mcpcred(home, "refresh", "demo").status == 0)
      let call = try await disk.mcpcred(home, "call", "demo", "add_numbers", "a=1", "b=2")
      #expect(call.stdout == "{\"sum\":3}\n", "\(call)")
    }
  }
}
