import Engine
import Foundation
import HTTP
import LinuxPlatform
import Testing

@Suite("Starting a browser")
struct SystemBrowserTests {
  let folder: TemporaryFolder
  let url: WebURL

  init() throws {
    folder = try TemporaryFolder()
    url = try #require(WebURL("https://as.example/authorize?client_id=a&state=%73tate"))
    // Renamed at the end, so that a file that is there is whole.
    try script("recorder", "printf '%s\\n' \"$@\" > \"$OUT.new\"; mv \"$OUT.new\" \"$OUT\"")
  }

  /// Written by another process: a test that forks meanwhile would hold this one's descriptor open for a moment, and
  /// what is open for writing cannot be run (ETXTBSY).
  private func script(_ name: String, _ body: String) throws {
    try RunningProgram.run(
      "/usr/bin/env", ["sh", "-c", "cat > \"$0\"; chmod 700 \"$0\"", folder[name]], input: "#!/bin/sh\n\(body)\n")
  }

  private func environment(_ browser: String?) -> [String: String] {
    var environment = ["PATH": "\(folder.path):/usr/bin:/bin", "OUT": folder["out"]]
    environment["BROWSER"] = browser
    return environment
  }

  private func recorded() async throws -> [String]? {
    try await eventually { folder.read("out") }?.split(separator: "\n").map(String.init)
  }

  @Test(
    "the URL is the last argument, or stands where %s is",
    arguments: [
      ("recorder", ["URL"]), ("recorder --new-window", ["--new-window", "URL"]),
      ("recorder  a \t b", ["a", "b", "URL"]), ("recorder %s --end", ["URL", "--end"]),
      ("recorder --url=%s %s", ["--url=URL", "URL"]), ("missing-browser:recorder", ["URL"]),
      (":missing-browser %s::recorder x", ["x", "URL"]),
    ])
  func arguments(browser: String, expected: [String]) async throws {
    try SystemBrowser(environment: environment(browser)).open(url)
    #expect(try await recorded() == expected.map { $0.replacingOccurrences(of: "URL", with: url.raw) })
  }

  @Test("the first program that starts is the only one")
  func firstWins() async throws {
    try script("other", "echo other > \"$OUT.other\"")
    try SystemBrowser(environment: environment("recorder:other")).open(url)
    #expect(try await recorded() == [url.raw])
    #expect(folder.read("out.other") == nil)
  }

  @Test(
    "no shell reads the URL", arguments: ["$(touch${IFS}$OUT.pwned)", "';touch$IFS$OUT.pwned;'", "&touch=%60id%60;x"])
  func literal(text: String) async throws {
    let url = try #require(
      WebURL("https://as.example/?q=\(text)") ?? WebURL("https://as.example/?q=\(text.filter { !"{}".contains($0) })"))
    try SystemBrowser(environment: environment("recorder")).open(url)
    #expect(try await recorded() == [url.raw])
    #expect(folder.read("out.pwned") == nil)
  }

  @Test("quotes in BROWSER are ordinary characters")
  func noQuoting() async throws {
    try SystemBrowser(environment: environment("recorder 'a b'")).open(url)
    #expect(try await recorded() == ["'a", "b'", url.raw])
  }

  @Test("without BROWSER, xdg-open is started, or else x-www-browser", arguments: ["xdg-open", "x-www-browser"])
  func fallback(name: String) async throws {
    try script(name, "PATH=/usr/bin:/bin; printf '%s\\n' \(name) \"$@\" > \"$OUT.new\"; mv \"$OUT.new\" \"$OUT\"")
    var environment = environment(nil)
    environment["PATH"] = folder.path
    environment["DISPLAY"] = ":0"
    try SystemBrowser(environment: environment).open(url)
    #expect(try await recorded() == [name, url.raw])
  }

  @Test("with nothing to start there is an error that says what was tried")
  func nothing() {
    var environment = environment(nil)
    environment["PATH"] = folder["nowhere"]
    #expect(throws: BrowserError("there is no display, and BROWSER is not set", isAbsent: true)) {
      try SystemBrowser(environment: environment).open(url)
    }
    environment["WAYLAND_DISPLAY"] = "wayland-0"
    let reason = "xdg-open: No such file or directory, x-www-browser: No such file or directory"
    #expect(throws: BrowserError(reason)) { try SystemBrowser(environment: environment).open(url) }
    #expect(throws: BrowserError("BROWSER names no program")) {
      try SystemBrowser(environment: self.environment(": :")).open(url)
    }
  }

  @Test("a file that cannot be run is passed over")
  func notExecutable() async throws {
    try folder.write("broken", "no interpreter", mode: 0o700)
    try folder.write("plain", "text", mode: 0o600)
    try SystemBrowser(environment: environment("broken:plain:recorder")).open(url)
    #expect(try await recorded() == [url.raw])
  }

  @Test("a program that ends with an error at once is told and passed over, however it ends")
  func failing() async throws {
    try script("failing", "exit 3")
    try script("killed", "kill -9 $$")
    let reason = "failing: it ended at once with exit code 3, killed: it ended at once with exit code 137"
    #expect(throws: BrowserError(reason)) {
      try SystemBrowser(environment: environment("failing:killed")).open(url)
    }
    try SystemBrowser(environment: environment("failing:recorder")).open(url)
    #expect(try await recorded() == [url.raw])
  }

  @Test("the program has /dev/null, a session of its own, no other descriptor and no ignored signal")
  func isolation() async throws {
    let inherited = Foundation.open("/dev/zero", O_RDONLY)
    defer { close(inherited) }
    try script(
      "looker",
      "for d in 0 1 2; do readlink /proc/$$/fd/$d; done > \"$OUT.new\"; ls -l /proc/$$/fd | grep -c zero >> \"$OUT.new\";"
        + "cut -d' ' -f1,6 /proc/$$/stat >> \"$OUT.new\"; while read -r l; do case $l in SigBlk*|SigIgn*) echo $l;; esac; done < /proc/$$/status >> \"$OUT.new\";"
        + "mv \"$OUT.new\" \"$OUT\"")
    try SystemBrowser(environment: environment("looker")).open(url)
    let lines = try #require(try await recorded())
    // dash redirects its own output while it looks: only stdin and stderr are what was inherited.
    #expect(lines[0] == "/dev/null" && lines[2] == "/dev/null")
    #expect(lines[3] == "0", "the descriptor of /dev/zero must not be there")
    #expect(lines[4] != "\(getsid(0))" && lines[4].split(separator: " ").last != Substring("\(getsid(0))"))
    for line in lines[5...6] {
      // Signals 32 and 33 are the C library's own and cannot be set.
      let bits = try #require(UInt64(line.suffix(16), radix: 16)) & ~(3 << 31)
      #expect(bits == 0, "\(line)")
    }
  }

  @Test("a program that never ends is not waited for, and is nobody's zombie")
  func neverEnding() async throws {
    try script("sleeper", "echo $$ > \"$OUT.new\"; mv \"$OUT.new\" \"$OUT\"; exec sleep 600")
    let duration = try ContinuousClock().measure { try SystemBrowser(environment: environment("sleeper")).open(url) }
    #expect(duration < .seconds(5))
    let id = try #require(try await recorded()?.first.flatMap { Int32($0) })
    let parent = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8).split(separator: "\n")
      .first { $0.hasPrefix("PPid:") }
    #expect(parent != "PPid:\t\(getpid())")
    kill(id, SIGKILL)
  }
}
