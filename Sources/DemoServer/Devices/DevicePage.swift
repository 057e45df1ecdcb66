/// The pages of the device grant.
enum DevicePage {
  static func entry(mistake: String? = nil, status: Int = 200) -> Answer {
    let body = """
      <h1>Connect a device</h1>
      <p>\(MarkupText.escape(mistake ?? "Type the code that your device shows."))</p>
      <form method="get" action="\(Places.verification)">
      <input name="user_code" id="user_code" autocomplete="off" autofocus aria-label="Code">
      <button id="continue" class="go">Continue</button>
      </form>
      """
    return .html(PageFrame.html(title: "Connect a device", body: body), status: status, headers: PageFrame.headers)
  }

  /// RFC 8628 §3.3.1 and §5.4: the code is shown for comparison, because the link may come from somebody else.
  static func question(_ authorization: DeviceStore.Authorization, ticket: String, subject: String) -> Answer {
    let body = """
      <h1>\(MarkupText.escape(authorization.clientName)) asks for access</h1>
      <p>You are signed in as <strong>\(MarkupText.escape(subject))</strong>. Go on only if your device shows
      <strong>\(authorization.userCode)</strong>.</p>
      <dl>
      <dt>It wants to</dt><dd><ul>\(ConsentPage.items(authorization.scopes))</ul></dd>
      <dt>On</dt><dd>\(MarkupText.escape(authorization.resource))</dd>
      </dl>
      <form method="post" action="\(Places.verification)">
      <input type="hidden" name="ticket" value="\(MarkupText.escape(ticket))">
      <button name="decision" value="deny" id="deny">Deny</button>
      <button name="decision" value="allow" id="allow" class="go">Allow</button>
      </form>
      """
    return .html(PageFrame.html(title: "Connect a device?", body: body), headers: PageFrame.headers)
  }
}
