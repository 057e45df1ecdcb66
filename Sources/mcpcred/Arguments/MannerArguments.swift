import ArgumentParser
import Engine
import Glibc
import LinuxPlatform

/// How a person takes part in `add` and `login`.
struct MannerArguments: ParsableArguments {
  @Flag(help: "Do not start a browser: print the URL and wait.")
  var noBrowser = false

  @Flag(help: "Read the address the browser ended at from stdin.")
  var paste = false

  @Flag(help: "Show a code to confirm in a browser on any machine; the same as --grant device-code.")
  var device = false

  @Option(help: ArgumentHelp("How to log in; the way it was done before, else with a browser.", valueName: "grant"))
  var grant: FlowArgument?

  @Flag(help: "Only begin: print the URL and end. 'mcpcred login SERVER --finish' does the rest.")
  var begin = false

  @Flag(help: "Show the URL as a QR code, too, with the program qrencode.")
  var qr = false

  @Option(
    help: ArgumentHelp(
      "How long to wait for the browser: 90, 90s, 5m, 1h; 300s otherwise, and 1h with --begin.", valueName: "duration"))
  var loginTimeout: DurationArgument?

  func validate() throws {
    if device, grant ?? .deviceCode != .deviceCode { throw ValidationError("--device is --grant device-code") }
    let usesCode = device || grant == .deviceCode
    if paste || begin, usesCode {
      throw ValidationError("--paste and --begin wait for an address that a browser ends at, and --device for none")
    }
    if let grant, [.clientCredentials, .workload, .enterprise].contains(grant), paste || begin || noBrowser || qr {
      throw ValidationError(
        "--grant \(grant.rawValue) needs no browser: --paste, --begin, --no-browser and --qr are for one")
    }
    try DurationArgument.refuseZero(loginTimeout, "--login-timeout")
    if paste, begin { throw ValidationError("--begin waits for nothing: the answer goes to 'login --finish'") }
  }

  /// Puts them into the engine's terms; starts to read what is pasted, unless stdin is needed for something else.
  func apply(to options: inout LoginOptions, _ global: GlobalOptions, stdinIsTaken: Bool) {
    options.browser = global.isInteractive ? (noBrowser ? .show : .open) : .none
    options.isWatched = paste || Console.isTerminal(STDERR_FILENO) || Console.isTerminal(STDIN_FILENO)
    options.flow = device ? .deviceCode : grant?.flow
    options.timeout = (loginTimeout ?? DurationArgument(seconds: begin ? 3600 : 300)).duration
    let readsTerminal = global.isInteractive && !stdinIsTaken && Console.isTerminal(STDIN_FILENO)
    guard paste || readsTerminal else { return }
    let lines = TerminalInput.lines(), console = Console(json: global.json)
    if paste || options.flow != .deviceCode { options.pasted = lines }
    // Only a person at a terminal can answer; what is piped in is the address.
    if readsTerminal { options.confirm = { _ in await QuestionText.ask(console, answers: lines) } }
  }
}
