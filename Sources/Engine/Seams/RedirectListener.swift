public import HTTP

/// Waits on loopback for the browser to come back with the authorization response (RFC 8252 §7.3).
public protocol RedirectListener: Sendable {
  /// Ports of 127.0.0.1 that the kernel says are free now.
  func freePorts(_ count: Int) throws(RedirectListenerError) -> [Int]

  /// Binds the first of the redirect URIs whose port is free: `127.0.0.1` or `[::1]` as the URI says, both for
  /// `localhost`. A URI without a port is bound to any port, and `redirectURI` then names it.
  func bind(_ candidates: [WebURL]) async throws(RedirectListenerError) -> any BoundRedirect
}

/// A listener that is up.
public protocol BoundRedirect: Sendable {
  /// The redirect URI to send, exactly.
  var redirectURI: WebURL { get }
  /// Every GET on the redirect URI's path, as its raw target (`/callback/…?code=…`), until `close()`. Requests on
  /// other paths are answered 404 and not shown.
  var requests: AsyncStream<RedirectRequest> { get }
  /// Stops listening; answers under way are finished.
  func close() async
}

/// One request of a browser, waiting for its page.
public struct RedirectRequest: Sendable {
  /// Whose process it came from, as far as the kernel tells.
  public enum Sender: Sendable, Equatable {
    /// The person's own, or root's.
    case own
    /// Another user's of this machine.
    case other(user: UInt32)
    /// Somebody's of this machine who did not wait for the page, so that nobody can tell.
    case nobody
    /// Another machine's, or the kernel does not tell.
    case unknown
  }

  /// Path and query as they came.
  public let target: String
  public let sender: Sender
  /// Answers the browser; a second call does nothing.
  public let respond: @Sendable (RedirectPage) -> Void

  public init(target: String, sender: Sender, respond: @escaping @Sendable (RedirectPage) -> Void) {
    self.target = target
    self.sender = sender
    self.respond = respond
  }
}

/// The pages a browser can be shown; none holds a word that came from outside.
public enum RedirectPage: Sendable, Equatable {
  /// The answer was taken; the rest happens in the terminal.
  case received
  /// The person or the authorization server said no.
  case denied
  /// Not the answer that is being waited for; the login goes on.
  case unrelated
  /// An answer in somebody else's name, which is not taken; the login goes on.
  case foreign
}
