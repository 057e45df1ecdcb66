import Foundation
import LinuxPlatform
import Testing

@Suite("Drawing a QR code")
struct QRCodeProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A `qrencode` of the test's own.
  private func program(_ body: String) throws -> QRCodeProgram {
    try RunningProgram.run(
      "/usr/bin/env", ["sh", "-c", "cat > \"$0\"; chmod 700 \"$0\"", folder["qrencode"]], input: "#!/bin/sh\n\(body)\n")
    return QRCodeProgram(environment: ["PATH": "\(folder.path):/usr/bin:/bin", "OUT": folder["out"]])
  }

  @Test("the text goes in through stdin and not by the command line, and the drawing comes out")
  func drawn() throws {
    let program = try program("printf '%s ' \"$@\" >\"$OUT\"; printf '['; cat; printf ']\\n'")
    #expect(try program.draw("https://as/x?a=b&c") == "[https://as/x?a=b&c]\n")
    #expect(folder.read("out") == "-t ANSIUTF8 -m 2 -o - ")
  }

  @Test("a text as long as an address can be is drawn whole")
  func long() throws {
    let text = String(repeating: "x", count: 8192)
    #expect(try program("cat").draw(text) == text)
  }

  @Test("where it is not installed that is said")
  func missing() {
    #expect(throws: QRCodeProgram.Failure.notInstalled) {
      try QRCodeProgram(environment: ["PATH": folder.path]).draw("x")
    }
  }

  @Test("a program that fails, or draws nothing, is no code", arguments: ["echo half; exit 3", "exit 0", "kill -9 $$"])
  func failed(body: String) throws {
    let program = try program(body)
    do {
      _ = try program.draw("x")
      Issue.record("drawn")
    } catch .failed(let reason) {
      #expect(!reason.isEmpty)
    } catch { Issue.record("\(error)") }
  }

  @Test(
    "the real one draws blocks",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/qrencode"), "needs qrencode"))
  func real() throws {
    let code = try QRCodeProgram(environment: ["PATH": "/usr/bin"]).draw("https://as.example/authorize?client_id=a")
    #expect(code.split(separator: "\n").count > 10)
    #expect(code.contains("█"))
  }
}
