import ArgumentParser
import Testing

@testable import mcpcred

@Suite struct FrequentCommandTests {
  @Test(
    "a command that is parsed alone is the one that the tree would have given",
    arguments: [
      ["call", "notes", "add"], ["call", "notes", "add", "a=1", "b:=[2]", "c.d=e", "--json", "--timeout", "5s"],
      ["call", "--registry", "/r", "notes", "add", "--arguments", "{}", "--account", "work", "--login"],
      ["call", "notes", "add", "--", "--json"], ["token", "notes", "--min-valid", "5m", "--verbose"],
    ])
  func same(_ words: [String]) throws {
    let alone = try #require(FrequentCommand.parse(words))
    let command = try MCPCred.parseAsRoot(words)
    #expect(type(of: alone) == type(of: command))
    #expect(Self.content(alone) == Self.content(command))
    #expect(Self.content(alone).contains("notes"))
  }

  @Test(
    "what is no such command, is wrong, or asks for help, is left to the tree",
    arguments: [
      [], ["list"], ["--json", "call", "notes", "add"], ["call"], ["call", "notes"], ["call", "--help"],
      ["call", "notes", "add", "--help"], ["call", "notes", "add", "--bogus"], ["call", "help"], ["token"],
      ["token", "notes", "--min-valid", "soon"], ["call", "notes", "add", "--account", ""],
      ["call", "notes", "add", "--generate-completion-script"], ["token", "--version"], ["help", "call"],
      ["call", "---completion", "--", "server", "0", "0"],
    ])
  func left(_ words: [String]) { #expect(FrequentCommand.parse(words) == nil) }

  /// Every option and argument, as text.
  private static func content(_ command: any ParsableCommand) -> String {
    var text = ""
    dump(command, to: &text)
    return text
  }
}
