import ArgumentParser
import Testing

@testable import mcpcred

@Suite("Frequent commands") struct FrequentCommandTests {
  @Test(
    "a line that is read without the parser is what the parser makes of it",
    arguments: [
      ["call", "notes", "add"], ["call", "notes", "add", "a=1", "b:=[2]", "c.d=e", "--json", "--timeout", "5s"],
      ["call", "--registry", "/r", "notes", "add", "--arguments", "{}", "--account", "work", "--login"],
      ["call", "--arguments={\"a\":\"=\"}", "notes", "--no-interactive", "add"], ["token", "notes"],
      ["token", "notes", "--min-valid", "5m", "--verbose"], ["--registry", "/r", "--json", "token", "notes"],
      ["token", "--account=work", "--registry=/r", "--ca-cert", "/c", "--client-cert=/d", "--client-key", "/k", "n"],
      ["call", "notes", "add", "--arguments", "-"], ["status"], ["status", "notes", "--check"],
      ["status", "--format", "prometheus"], ["status", "--json"], ["headers"], ["headers", "notes"],
      ["--registry", "/r", "headers", "notes", "--account", "work"],
      ["token", "notes", "--format", "header"], ["token", "notes", "--json", "--format=json"],
    ])
  func same(_ words: [String]) throws {
    let read = try #require(FrequentCommand.read(words))
    #expect(read == Self.parsed(words))
  }

  @Test(
    "what is another command, is wrong, or asks for help, is the parser's",
    arguments: [
      [], ["list"], ["call"], ["call", "notes"], ["call", "--help"], ["call", "notes", "add", "--help"], ["-h"],
      ["call", "notes", "add", "--bogus"], ["token"], ["token", "a", "b"], ["token", "notes", "--min-valid", "soon"],
      ["call", "notes", "add", "--account", ""], ["call", "notes", "add", "--timeout", "0"], ["token", "--version"],
      ["call", "notes", "add", "--generate-completion-script"], ["help", "call"],
      ["call", "notes", "add", "--", "--json"],
      ["call", "---completion", "--", "server", "0", "0"], ["status", "a", "b"], ["status", "--format", "xml"],
      ["status", "--json", "--format", "prometheus"], ["token", "n", "--json", "--json"], ["token", "n", "--registry"],
      ["token", "n", "--client-key", "/k"], ["--check", "status"], ["--json"], ["token", "n", "--json=yes"],
      ["token", "n", "--registry", "--json"], ["token", "n", "-v"], ["token", "--", "n"], ["headers", "a", "b"],
      ["headers", "--help"], ["token", "n", "--format", "xml"],
      ["token", "n", "--json", "--format", "raw"], ["headers", "n", "--format", "raw"],
    ])
  func left(_ words: [String]) { #expect(FrequentCommand.read(words) == nil) }

  @Test("on generated lines the reader and the parser never disagree")
  func generated() {
    var random = SplitMix(seed: 7)
    var read = 0, left = 0
    while read < 400, left < 4000 {
      let words = Self.line(&random)
      guard let frequent = FrequentCommand.read(words) else {
        left += 1
        continue
      }
      read += 1
      #expect(frequent == Self.parsed(words), "\(words)")
    }
    #expect(read == 400 && left > 100, "\(read) read, \(left) left")
  }

  private static let good = [
    ["--json"], ["--verbose"], ["--no-interactive"], ["--login"], ["--check"], ["--registry", "/r"],
    ["--registry=/a=b"],
    ["--account", "work"], ["--account=a b"], ["--ca-cert", "/c"], ["--client-cert", "/c", "--client-key", "/k"],
    ["--min-valid", "5m"], ["--min-valid=90"], ["--timeout", "10s"], ["--format", "prometheus"], ["--format=text"],
    ["--format", "env"], ["--format=json"],
    ["--arguments", "{}"], ["--arguments", "-"], ["--arguments=-"], ["--arguments={\"a\":1}"], ["a=1"], ["b:=[2]"],
    ["c=--d"], ["@f"], ["é"], [""], ["help"],
    ["token"], ["\n"],
  ]
  private static let odd = [
    ["--"], ["-h"], ["--help"], ["--account="], ["--registry="], ["--json=1"], ["-"], ["--js"], ["-x"], ["--no-json"],
    ["--a\u{301}ccount=x"], ["--timeout=0"], ["--format="], ["-1"], ["--registry"], ["--client-key", "/k"], ["="],
    ["---"],
  ]

  /// A name in its place, mostly, and anything around it.
  private static func line(_ random: inout SplitMix) -> [String] {
    let name = ["token", "call", "status", "headers"].randomElement(using: &random) ?? ""
    let names = name == "call" ? ["notes", "add"] : ["notes"]
    var words = [name] + names.prefix(Int.random(in: 0..<8, using: &random) == 0 ? 0 : 2)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let pieces = Int.random(in: 0..<8, using: &random) == 0 ? odd : good
      let place = Int.random(in: Int.random(in: 0..<4, using: &random) == 0 ? 0...0 : 1...words.count, using: &random)
      words.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
    }
    return words
  }

  /// Nil where the parser takes the words for an error, or for another command.
  private static func parsed(_ words: [String]) -> FrequentCommand? {
    switch try? MCPCred.parseAsRoot(words) {
    case let command as TokenCommand: .token(command.asked)
    case let command as HeadersCommand: .headers(command.asked)
    case let command as CallCommand: .call(command.asked)
    case let command as StatusCommand: .status(command.asked)
    default: nil
    }
  }

  /// The same numbers each time.
  private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
