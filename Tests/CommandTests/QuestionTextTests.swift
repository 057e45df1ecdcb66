import Engine
import OAuth
import Testing

@testable import mcpcred

@Suite struct QuestionTextTests {
  static let question = LoginQuestion.newHost(
    server: "more", host: "mcp.evil.example", issuer: "https://as.example", clientID: "c1", scope: Scope("read write"),
    others: ["mail", "notes"])

  @Test("a person is told the server, its host, the issuer, the client, the scopes, and whose logins are there")
  func statement() {
    let text = QuestionText.statement(Self.question)
    for part in ["more", "mcp.evil.example", "https://as.example", "client c1", "read write", "mail, notes"] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("\n"))
  }

  @Test("what a server says reaches no terminal with its control characters")
  func hostile() {
    let hostile = "x\u{1B}[31m\nmcpcred: error: forged"
    let text = QuestionText.statement(
      .newHost(server: "more", host: hostile, issuer: hostile, clientID: hostile, scope: nil, others: []))
    #expect(!text.contains("\u{1B}") && !text.contains("\n"))
  }

  @Test(
    "anything but yes is no, and so is the end of the input",
    arguments: [
      (["y"], true), (["Yes "], true), ([" YES"], true), (["n", "y"], false), ([""], false), (["yup"], false),
      ([], false), (["http://127.0.0.1:1/callback?code=y"], false),
    ])
  func answers(_ lines: [String], _ expected: Bool) async {
    let (answers, feed) = AsyncStream.makeStream(of: String.self)
    for line in lines { feed.yield(line) }
    feed.finish()
    #expect(await QuestionText.ask(Console(json: false), answers: answers) == expected)
  }
}
