import Engine
import HTTP
import LinuxPlatform
import MCP
import OAuth

/// Says on stderr what happens while it happens.
struct NoticePrinter: Sendable {
  let console: Console
  let isVerbose: Bool
  var environment: [String: String] = [:]
  var qr: QRCodeView?

  func show(_ notice: Notice) {
    // With --json a script reads stderr: it gets one error object, and the URL that a person must see.
    if console.json, !isVerbose, !Self.isForPerson(notice) { return }
    switch notice {
    case .resourceIsParent, .resourceNotListed, .certificateBoundTokens, .pkceUnstated, .defaultEndpoints,
      .acceptingIssuer, .trustingIssuer, .scopeNarrowed, .tokenMisfit, .attention, .registeredWithoutRefresh,
      .asksForMore:
      if let text = NoticeText.warning(notice) { console.warning(text) }
    case .idTokenUnusable, .takenBack(_, areRevoked: false), .revocationEndedAll, .foreignAnswer:
      if let text = NoticeText.warning(notice) { console.warning(text) }
    case .takenBack(let server, areRevoked: true):
      console.note("mcpcred: the new tokens for \(server) are revoked")
    case .exchange(let method, let url, let status):
      if isVerbose { console.note("mcpcred: \(method.rawValue) \(url): \(status.map(String.init) ?? "no answer")") }
    case .memberNotUsed(let problem):
      if isVerbose { console.note("mcpcred: not used: \(ErrorReport.words(for: problem))") }
    case .revokedReplaced(let server, let issuer, let fate):
      console.note("mcpcred: the old login to \(server) at \(Untrusted.plain(issuer)) \(RevocationText.words(fate))")
    case .registered(let issuer, let clientID):
      console.note("mcpcred: registered with \(issuer) as client \(Untrusted.plain(clientID, limit: 80))")
    case .reusingRegistration(let issuer, let clientID):
      if isVerbose {
        console.note("mcpcred: using the registration at \(issuer), client \(Untrusted.plain(clientID, limit: 80))")
      }
    case .registrationRetired(let issuer, let clientID):
      console.note(
        "mcpcred: \(Untrusted.plain(issuer)) does not take client \(Untrusted.plain(clientID, limit: 80)) any more")
    case .documentNotTaken(let issuer, _):
      if isVerbose { console.note("mcpcred: \(Untrusted.plain(issuer)) does not take client metadata documents") }
    case .registrationUpdated(let issuer, let clientID):
      console.note("mcpcred: updated client \(Untrusted.plain(clientID, limit: 80)) at \(Untrusted.plain(issuer))")
    case .registrationDeleted(let issuer, let clientID):
      console.note("mcpcred: deleted client \(Untrusted.plain(clientID, limit: 80)) at \(Untrusted.plain(issuer))")
    case .authMethodRefused(let issuer, let method):
      console.note(
        "mcpcred: \(Untrusted.plain(issuer)) does not take \(method.rawValue); another way is used from now on")
    case .authorizing(let server, let issuer, let scope):
      let asked = scope.map { $0.isEmpty ? "" : ", for \(Untrusted.plain($0.description))" } ?? ""
      console.note("mcpcred: logging in to \(server) at \(issuer)\(asked)")
    case .visit(let url, let opened, let paste): visit(url, opened: opened, paste: paste)
    case .urlExpires(let seconds): console.note("mcpcred: the address is good for \(seconds) s")
    case .listening(let redirectURI, let failed): listening(redirectURI, browserFailed: failed)
    case .confirm(let code, let page, let complete): confirm(code, page, complete)
    case .browserFailed(let reason): console.warning("no browser could be started: \(Untrusted.plain(reason))")
    case .endpointMoved(let server, let from, let to):
      console.note(
        "mcpcred: \(server): \(Untrusted.plain(from.raw)) redirects to \(Untrusted.plain(to.raw)), which is used from now on"
      )
    case .pasteNotUnderstood:
      console.warning("that is not the address the browser ended at; paste the whole line from its address bar")
    case .keyCreated(let provider, let locator):
      let place = provider == "file" ? locator : "the Secret Service"
      console.note("mcpcred: made a new key for this registry, kept in \(place)")
    case .progress(let progress): show(progress)
    case .toolDropped(let dropped):
      if isVerbose { console.note("mcpcred: left out tool \(Untrusted.quoted("\(dropped)"))") }
    }
  }

  private static func isForPerson(_ notice: Notice) -> Bool {
    switch notice {
    case .visit, .urlExpires, .confirm, .listening: true
    default: NoticeText.warning(notice) != nil
    }
  }

  private func visit(_ url: WebURL, opened: Bool, paste: Bool) {
    console.note(opened ? "mcpcred: opened your browser; if nothing shows, visit:" : "mcpcred: visit:")
    console.note("  \(url.raw)")
    qr?.show(url)
    if paste { console.note("mcpcred: or paste the address your browser ended at:") }
  }

  private func listening(_ redirectURI: WebURL, browserFailed: Bool) {
    let tunnel = TunnelCommand(to: redirectURI, environment: environment, hostName: HostName.own)
    guard tunnel.isLikely || browserFailed else { return }
    console.note("mcpcred: where the browser is on another machine, type this there first:")
    console.note("  \(tunnel.text)")
  }

  private func confirm(_ code: String, _ page: WebURL, _ complete: WebURL?) {
    console.note("mcpcred: in a browser, on any machine, visit:")
    console.note("  \(page.raw)")
    console.note("mcpcred: and confirm the code:")
    console.note("  \(Untrusted.plain(code, limit: 60))")
    if let complete {
      console.note("mcpcred: or visit this, and compare the code:")
      console.note("  \(complete.raw)")
    }
    qr?.show(complete ?? page)
  }

  private func show(_ progress: Progress) {
    let count = Self.number(progress.progress) + (progress.total.map { "/" + Self.number($0) } ?? "")
    let words = progress.message.map { " " + Untrusted.plain($0, limit: 60) } ?? ""
    console.status("mcpcred: \(count)\(words)")
    if progress.total.map({ progress.progress >= $0 }) ?? false { console.status("") }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
