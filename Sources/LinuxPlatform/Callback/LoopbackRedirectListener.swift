public import Engine
import Glibc
public import HTTP

/// The callback listener, on the loopback addresses only.
public struct LoopbackRedirectListener: RedirectListener {
  private let owner: PeerOwner

  /// The environment tells who has become root with `sudo`.
  public init(environment: [String: String] = [:]) { owner = PeerOwner(environment: environment) }

  public func freePorts(_ count: Int) throws(RedirectListenerError) -> [Int] {
    // All are held until the last is known: otherwise the kernel may name one twice.
    var sockets: [ProbeSocket] = []
    for _ in 0..<count { sockets.append(try ProbeSocket()) }
    return sockets.map(\.port)
  }

  public func bind(_ candidates: [WebURL]) async throws(RedirectListenerError) -> any BoundRedirect {
    var busy: [Int] = []
    var refusal: String?
    for candidate in candidates {
      do { return try LoopbackBoundRedirect.bind(candidate, owner) } catch {
        switch error {
        case .portsBusy(let ports): busy += ports
        case .failed(let reason): refusal = refusal ?? reason
        }
      }
    }
    throw refusal.map { .failed($0) } ?? .portsBusy(busy)
  }
}
