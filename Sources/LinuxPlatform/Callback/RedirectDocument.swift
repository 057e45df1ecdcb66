import Engine

/// The pages a browser is shown: fixed text, nothing loaded, no script.
enum RedirectDocument {
  /// The URL of these pages holds an authorization code: it is neither stored nor passed on.
  static let guards = [
    ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  static func response(_ page: RedirectPage) -> CallbackResponse {
    let nonce = nonce()
    let policy =
      "default-src 'none'; style-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return CallbackResponse(
      status: page == .unrelated ? 400 : page == .foreign ? 403 : 200,
      headers: [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)] + guards,
      body: html(words(page), nonce: nonce))
  }

  private struct Words {
    let mark: String
    let tone: String
    let title: String
    let text: String
  }

  private static func words(_ page: RedirectPage) -> Words {
    switch page {
    case .received:
      Words(
        mark: "✓", tone: "good", title: "Back to your terminal",
        text: "mcpcred has the answer and finishes the login there. You can close this tab.")
    case .denied:
      Words(
        mark: "✕", tone: "bad", title: "Access was not granted",
        text: "Nothing was stored. The terminal says what you can do. You can close this tab.")
    case .unrelated:
      Words(
        mark: "?", tone: "odd", title: "This page belongs to no login",
        text: "mcpcred is not waiting for this answer. If a login is under way, it goes on in its own tab.")
    case .foreign:
      Words(
        mark: "✕", tone: "bad", title: "This answer is not taken",
        text: "It comes from another user of this machine than the one who logs in. The login goes on waiting.")
    }
  }

  private static func html(_ words: Words, nonce: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>\(words.title) · mcpcred</title>
    <style nonce="\(nonce)">\(style)</style>
    </head>
    <body>
    <main class="\(words.tone)">
    <p class="mark" aria-hidden="true">\(words.mark)</p>
    <h1>\(words.title)</h1>
    <p>\(words.text)</p>
    <footer>mcpcred</footer>
    </main>
    </body>
    </html>

    """
  }

  private static let style = """
    :root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--text:#1c2127;--soft:#5b6672;--edge:#dfe3e8}
    .good{--tone:#1a7f4b}.bad{--tone:#b3392f}.odd{--tone:#8a6100}
    @media (prefers-color-scheme:dark){
    :root{--page:#14171a;--card:#1d2125;--text:#e8eaed;--soft:#a0a8b0;--edge:#2e343a}
    .good{--tone:#5fce93}.bad{--tone:#f08a80}.odd{--tone:#e3b341}}
    *{box-sizing:border-box}
    body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);
    color:var(--text);font:1rem/1.55 system-ui,sans-serif}
    main{width:100%;max-width:26rem;padding:2.5rem 2rem 1.5rem;text-align:center;background:var(--card);
    border:1px solid var(--edge);border-top:4px solid var(--tone);border-radius:.75rem}
    .mark{width:3.25rem;height:3.25rem;margin:0 auto;border:2px solid var(--tone);border-radius:50%;
    color:var(--tone);font-size:1.5rem;line-height:3rem}
    h1{margin:1.25rem 0 .5rem;font-size:1.35rem;line-height:1.3}
    p{margin:0;color:var(--soft)}
    footer{margin-top:2rem;color:var(--soft);font:.8rem ui-monospace,monospace;letter-spacing:.08em}
    """

  /// Lets this page's own style through and nothing else.
  private static func nonce() -> String {
    let value = UInt64.random(in: .min ... .max)
    return String(value, radix: 36)
  }
}
