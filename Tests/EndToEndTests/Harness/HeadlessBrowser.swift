/// Chromium without a screen, that clicks one button of the consent page.
final class HeadlessBrowser: Sendable {
  static let isInstalled =
    Program.areInstalled("chromium", "chromedriver") && Places.exists("\(Places.counterparts)/browser/bin/python")

  private let folder: TemporaryFolder
  /// What makes it the browser.
  let environment: [String: String]

  init(clicks button: String) throws {
    folder = try TemporaryFolder()
    environment = [
      "BROWSER": "\(Places.counterpartScripts)/headless_browser.py", "MCPCRED_TEST_CONSENT": button,
      "MCPCRED_TEST_BROWSER_LOG": folder["log"], "MCPCRED_TEST_BROWSER_ADDRESS": folder["address"],
      "MCPCRED_TEST_COUNTERPARTS": Places.counterparts,
    ]
  }

  /// Visits a URL as a browser of another machine would, which nobody here has started.
  func visit(_ url: String) async throws {
    let program = environment["BROWSER"] ?? ""
    _ = try await Program.run(program, [url], environment: Program.environment.merging(environment) { $1 })
  }

  /// What a person could copy from its address bar at its end.
  var address: String { folder.read("address") }

  /// What it saw at its end.
  func page() async throws -> JSON {
    try await eventually("the browser's end", within: .seconds(60)) { try JSON.lines(folder.read("log")).first }
  }
}
