public import Engine
public import HTTP
import Synchronization

/// A person's browser that follows what it is shown, over the real transport and to the real listener.
public final class HTTPBrowser: Sendable {
  /// How it behaves.
  public enum Manner: Sendable {
    /// Goes where the authorization server sends it.
    case follow
    /// Visits these instead of the redirect it is sent to; the real one may be among them.
    case visiting(@Sendable (_ redirect: String) -> [String])
    /// Shows the page and comes back never.
    case never
    /// Cannot be started.
    case missing(String)
  }

  private struct State {
    var opened: [WebURL] = []
    var visits: [(url: String, status: Int?)] = []
    var tasks: [Task<Void, Never>] = []
  }

  private let manner: Manner
  private let transport: any HTTPTransport
  private let state = Mutex(State())

  public init(_ manner: Manner, transport: any HTTPTransport) {
    self.manner = manner
    self.transport = transport
  }

  /// Every URL it was started with; empty is what a test for silence wants.
  public var opened: [WebURL] { state.withLock { $0.opened } }
  /// The redirects it visited and how the listener answered; nil where nobody did.
  public var visits: [(url: String, status: Int?)] { state.withLock { $0.visits } }

  public func open(_ url: WebURL) throws(BrowserError) {
    if case .missing(let reason) = manner { throw BrowserError(reason) }
    state.withLock { $0.opened.append(url) }
    if case .never = manner { return }
    let task = Task { await self.browse(url) }
    state.withLock { $0.tasks.append(task) }
  }

  /// Waits until it has been everywhere.
  public func finish() async {
    for task in state.withLock({ $0.tasks }) { await task.value }
  }

  private func browse(_ url: WebURL) async {
    guard let answer = try? await transport.send(HTTPRequest(.get, url)), let redirect = answer.headers["Location"]
    else { return }
    for place in destinations(redirect) {
      let status = await visit(place)
      state.withLock { $0.visits.append((place, status)) }
    }
  }

  private func destinations(_ redirect: String) -> [String] {
    if case .visiting(let choose) = manner { choose(redirect) } else { [redirect] }
  }

  /// On a connection of its own: one that is kept from an earlier login on the same port leads to a closed listener.
  private func visit(_ text: String) async -> Int? {
    guard let url = WebURL(text) else { return nil }
    let request = HTTPRequest(.get, url, headers: HTTPHeaders([("Connection", "close")]), deadline: .seconds(5))
    return try? await transport.send(request).status
  }
}
