import Engine
import Glibc

/// A login that was begun: its address on stdout, and how to go on.
struct BegunText {
  let begun: BegunLogin
  let session: Session

  func show(json: Bool) {
    session.qr?.show(begun.url)
    guard !json else { return session.console.answer(json: Self.json(begun)) }
    session.console.answer(begun.url.raw)
    let time = TimeText.rfc3339(begun.expiresAt)
    session.console.note("mcpcred: visit it with any browser, which ends at an address that it cannot open;")
    session.console.note("mcpcred: until \(time) that address finishes the login")
    session.console.hint("mcpcred login \(begun.server) --finish -")
  }

  private static func json(_ begun: BegunLogin) -> JSONObject {
    JSONObject([
      "name": .string(begun.server), "account": .string(begun.account), "authorization_url": .string(begun.url.raw),
      "expires_at": .time(begun.expiresAt),
    ])
  }
}
