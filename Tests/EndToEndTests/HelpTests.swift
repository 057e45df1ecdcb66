import Testing

extension EndToEnd {
  /// What a person finds without a manual.
  @Suite("Help")
  struct HelpTests {
    @Test("every command says what it does and shows how", arguments: CommandTree.names + CommandTree.groups)
    func help(name: String) async throws {
      let home = try Workspace()
      let words = name.split(separator: " ").map { String($0) }
      let outcome = try await home.run(words + ["--help"])
      #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
      #expect(outcome.stdout.hasPrefix("OVERVIEW: "))
      #expect(outcome.stdout.contains("\nExamples:\n  "))
      #expect(outcome.stdout.contains("mcpcred \(name)"))
      #expect(outcome.stdout.contains("\nUSAGE: mcpcred \(name)"))
      #expect(try await home.run(["help"] + words).stdout == outcome.stdout)
      let examples = outcome.stdout.split(separator: "\nExamples:\n").last?.split(separator: "\n\n").first ?? ""
      let broken = examples.split(separator: "\n").filter { !$0.hasPrefix("  ") }
      #expect(broken.isEmpty, "an example that is too long for one line: \(broken)")
    }

    @Test("the program says what it is, which version, and how to begin")
    func root() async throws {
      let home = try Workspace()
      let help = try await home.mcpcred("--help")
      #expect(help.status == 0 && help.stderr.isEmpty && help.stdout.contains("First steps:\n"), "\(help)")
      for name in CommandTree.firstWords { #expect(help.stdout.contains("\n  \(name) ")) }
      let version = try await home.mcpcred("--version")
      #expect(version.status == 0 && version.stderr.isEmpty, "\(version)")
      #expect(version.answer.wholeMatch(of: /\d+\.\d+\.\d+/) != nil, "\(version)")
      #expect(!Places.exists(home.registry))
    }

    @Test("completions are made for each shell, and bash reads its own", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
      let home = try Workspace()
      let outcome = try await home.mcpcred("--generate-completion-script", shell)
      #expect(outcome.status == 0 && outcome.stderr.isEmpty)
      for word in CommandTree.names.flatMap({ $0.split(separator: " ") }) { #expect(outcome.stdout.contains(word)) }
      #expect(!outcome.stdout.contains("check-key"))
      guard Program.areInstalled(shell) else { return }
      let check = try await Program.run("/usr/bin/env", [shell, "-n"], input: .text(outcome.stdout))
      #expect(check.status == 0, "\(check)")
    }
  }
}
