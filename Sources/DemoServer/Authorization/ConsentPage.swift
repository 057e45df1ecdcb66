/// The page on which a person allows or denies a client.
enum ConsentPage {
  static func answer(_ request: AuthorizationRequest, ticket: String, subject: String) -> Answer {
    let name = MarkupText.escape(request.clientName)
    let body = """
      <h1>\(name) asks for access</h1>
      <p>You are signed in as <strong>\(MarkupText.escape(subject))</strong>.</p>
      <dl>
      <dt>It wants to</dt><dd><ul>\(items(request.scopes))</ul></dd>
      <dt>On</dt><dd>\(MarkupText.escape(request.resource))</dd>
      <dt>Then you go back to</dt><dd>\(MarkupText.escape(request.redirectURI))</dd>
      </dl>
      <form method="post" action="\(request.realm.path)\(RealmPlace.consent.rawValue)">
      <input type="hidden" name="ticket" value="\(MarkupText.escape(ticket))">
      <button name="decision" value="deny" id="deny">Deny</button>
      <button name="decision" value="allow" id="allow" class="go">Allow</button>
      </form>
      <footer>A server for demonstrations: it keeps everything in memory and protects nothing.</footer>
      """
    return .html(PageFrame.html(title: "Allow access?", body: body), headers: PageFrame.headers)
  }

  static func items(_ scopes: [Scope]) -> String {
    scopes.map { "<li>\($0.sentence) <code>\($0.rawValue)</code></li>" }.joined()
  }
}
