import Foundation
import Testing

extension EndToEnd {
  /// Everything of a server but its tools, at servers that this project did not write.
  @Suite("Resources", .enabled(if: Counterpart.areInstalled, Counterpart.instruction))
  struct ResourceTests {
    @Test("resources, templates and prompts are listed, read and filled in", arguments: BridgeCounterpart.SDK.allCases)
    func everything(_ sdk: BridgeCounterpart.SDK) async throws {
      let server = try await BridgeCounterpart(sdk)
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "other", server.url).status == 0)
      try await expectAnswer(home, ["resources", "other"], "note://one  text/plain  one\n")
      try await expectAnswer(home, ["templates", "other"], "note://by/{name}  text/plain  by\n")
      try await expectAnswer(home, ["read", "other", "note://by/ada"], "a note by ada")
      let read = try await home.mcpcred("read", "other", "note://one", "--json").json()
      #expect(read["contents"]?.elements.first?["text"]?.text == "the first note")
      try await expectAnswer(home, ["prompts", "other"], "greet(name)\n    A greeting.\n")
      try await expectAnswer(home, ["prompt", "other", "greet", "name=Ada"], "user: Say hello to Ada.\n")
      expectFailure(
        try await home.mcpcred("prompt", "other", "greet", "name"), 2, "\"name\" must be written name=value")
      let pong = try await home.mcpcred("ping", "other", "--json").json()
      #expect(pong["protocol_version"]?.text == (sdk == .legacy ? "2025-11-25" : "2026-07-28"))
    }

    @Test("a resource is kept in a new file, and nothing that is there is written over")
    func saved() async throws {
      let server = try await BridgeCounterpart(.current)
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "other", server.url).status == 0)
      let path = "\(home.home)/note"
      try await expectAnswer(home, ["read", "other", "note://one", "--save", path], "")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "the first note")
      let again = try await home.mcpcred("read", "other", "note://by/ada", "--save", path)
      expectFailure(again, 2, "cannot write \(path): File exists")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "the first note")
    }

    @Test("a server without them has none, which is no error", arguments: ["resources", "templates", "prompts"])
    func none(_ list: String) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "demo", server.mcp).status == 0)
      let outcome = try await home.mcpcred(list, "demo")
      #expect(outcome.status == 0 && outcome.stdout.isEmpty && outcome.stderr.contains("demo has no "), "\(outcome)")
      #expect(try await home.mcpcred("ping", "demo").stdout.hasPrefix("demo answers in "))
    }
  }
}
