public import Engine
public import HTTP

/// Starts the person's browser.
public struct SystemBrowser: Sendable {
  private let environment: [String: String]

  /// The environment names the browser (`BROWSER`) and where programs are (`PATH`), and is handed on to it.
  public init(environment: [String: String]) { self.environment = environment }

  /// Starts the first program that can be started and returns at once; whether it shows the page is not known.
  ///
  /// `$BROWSER` is a colon-separated list; without it `xdg-open` and `x-www-browser` are tried. No shell reads the URL,
  /// and the program inherits no descriptor. Throws where nothing can be started.
  public func open(_ url: WebURL) throws(BrowserError) {
    let commands = commands
    guard !commands.isEmpty else { throw BrowserError("BROWSER names no program") }
    var tried: [String] = []
    for command in commands {
      do { return try DetachedProgram(words: command.words(for: url), environment: environment).start() } catch {
        tried.append("\(PlainLine.of(command.words[0], limit: 60)): \(error.text)")
      }
    }
    throw BrowserError(tried.joined(separator: ", "))
  }

  private var commands: [BrowserCommand] {
    if let list = environment["BROWSER"], !list.isEmpty { return BrowserCommand.list(list) }
    return ["xdg-open", "x-www-browser"].compactMap { BrowserCommand($0) }
  }
}
