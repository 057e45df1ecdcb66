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

  @Option(help: ArgumentHelp("How long to wait for the browser: 90, 90s, 5m, 1h.", valueName: "duration"))
  var loginTimeout = DurationArgument(seconds: 300)

  /// Puts them into the engine's terms; starts to read what is pasted, unless stdin is needed for something else.
  func apply(to options: inout LoginOptions, _ global: GlobalOptions, stdinIsTaken: Bool) {
    options.browser = global.isInteractive ? (noBrowser ? .show : .open) : .none
    options.timeout = loginTimeout.duration
    let readsTerminal = global.isInteractive && !stdinIsTaken && Console.isTerminal(STDIN_FILENO)
    if paste || readsTerminal { options.pasted = TerminalInput.lines() }
  }
}
