public import Engine
public import HTTP

/// Starts the person's browser.
public struct SystemBrowser: Sendable {
  private let environment: [String: String]

  /// The environment names the browser (`BROWSER`) and where programs are (`PATH`), and is handed on to it.
  public init(environment: [String: String]) { self.environment = environment }

  /// Starts the first program that can be started and does not end with an error within a second, and returns; whether it
  /// shows the page is not known.
  ///
  /// `$BROWSER` is a colon-separated list; without it `xdg-open` and `x-www-browser` are tried. No shell reads the URL,
  /// and the program inherits no descriptor. Throws where nothing can be started; without `$BROWSER` and without a display
  /// (`DISPLAY`, `WAYLAND_DISPLAY`) nothing is tried: a helper that finds no display says so on no terminal of ours.
  public func open(_ url: WebURL) throws(BrowserError) {
    guard mayBeThere else { throw BrowserError("there is no display, and BROWSER is not set", isAbsent: true) }
    let commands = commands
    guard !commands.isEmpty else { throw BrowserError("BROWSER names no program") }
    var tried: [String] = []
    for command in commands {
      let name = PlainLine.of(command.words[0], limit: 60)
      do {
        let code = try DetachedProgram(words: command.words(for: url), environment: environment).startWatched() ?? 0
        guard code != 0 else { return }
        tried.append("\(name): it ended at once with exit code \(code)")
      } catch { tried.append("\(name): \(error.text)") }
    }
    throw BrowserError(tried.joined(separator: ", "))
  }

  /// Whether one is named, or there is a display for one.
  public var mayBeThere: Bool {
    ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
  }

  private var commands: [BrowserCommand] {
    if let list = environment["BROWSER"], !list.isEmpty { return BrowserCommand.list(list) }
    return ["xdg-open", "x-www-browser"].compactMap { BrowserCommand($0) }
  }
}
