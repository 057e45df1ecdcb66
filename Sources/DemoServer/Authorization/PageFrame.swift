/// The frame of every page: nothing is loaded from anywhere, and no other site can show it in a frame.
enum PageFrame {
  /// `form-action` is left out on purpose: browsers apply it to the redirect after the form as well.
  static let headers = [
    ("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff"),
    (
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
  ]

  static func html(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(MarkupText.escape(title))</title>
    <style>\(style)</style>
    </head>
    <body><main>\(body)</main></body>
    </html>

    """
  }

  private static let style = """

    :root { color-scheme: light dark; --ink: #1c2330; --dim: #5c6675; --line: #d9dee6; --card: #fff; --back: #eef1f6;
      --go: #1f6f54; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8ecf2; --dim: #9aa5b4; --line: #333b48; --card: #1b2129; --back: #11151a; --go: #2f9a76; } }
    * { box-sizing: border-box; }
    body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--back);
      color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { width: 100%; max-width: 27rem; padding: 2rem; background: var(--card); border: 1px solid var(--line);
      border-radius: 14px; box-shadow: 0 10px 30px rgb(0 0 0 / .08); }
    h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.3; }
    p, dt, footer { color: var(--dim); }
    dl { margin: 1.25rem 0; padding: 1rem 0 0; border-top: 1px solid var(--line); }
    dt { font-size: .8rem; } dd { margin: 0 0 .8rem; overflow-wrap: anywhere; }
    ul { margin: .25rem 0 0; padding-left: 1.1rem; } code { font-size: .85em; color: var(--dim); }
    form { display: flex; gap: .75rem; }
    button { flex: 1; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: 9px; background: none;
      color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
    button.go { background: var(--go); border-color: var(--go); color: #fff; }
    button:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
    footer { margin-top: 1.25rem; font-size: .8rem; }

    """
}
