import Engine
import Glibc
import HTTP

/// A listener that waits for the browser at one redirect URI.
struct LoopbackBoundRedirect: BoundRedirect {
  let redirectURI: WebURL
  let requests: AsyncStream<RedirectRequest>
  private let server: CallbackServer
  private let continuation: AsyncStream<RedirectRequest>.Continuation

  /// Binds the URI's own port, or any where it names none.
  static func bind(_ candidate: WebURL, _ owner: PeerOwner) throws(RedirectListenerError) -> LoopbackBoundRedirect {
    guard let family = LoopbackFamily(candidate) else {
      throw .failed("\(candidate.origin) is not a plain http address of this machine")
    }
    let port = candidate.hasExplicitPort ? candidate.port : try ProbeSocket().port
    guard let redirectURI = candidate.hasExplicitPort ? candidate : candidate.withPort(port) else {
      throw .failed("no port can be added to \(candidate.origin)")
    }
    let (requests, continuation) = AsyncStream.makeStream(of: RedirectRequest.self)
    let gate = RedirectGate(redirectURI)
    let server = try start(family, port: port) { request, peer, respond in
      if let refusal = gate.refusal(of: request) { return respond(refusal) }
      let answer = RedirectAnswer { respond(RedirectDocument.response($0)) }
      continuation.yield(RedirectRequest(target: request.target, sender: owner.sender(peer)) { answer.give($0) })
    }
    return LoopbackBoundRedirect(
      redirectURI: redirectURI, requests: requests, server: server, continuation: continuation)
  }

  func close() async {
    continuation.finish()
    await server.stop()
  }

  private static func start(
    _ family: LoopbackFamily, port: Int, handler: @escaping CallbackServer.Handler
  ) throws(RedirectListenerError) -> CallbackServer {
    do throws(ErrorNumber) {
      return try CallbackServer(on: family, port: port, handler: handler)
    } catch {
      if error.number == EADDRINUSE { throw .portsBusy([port]) }
      // A machine without IPv6: browsers then resolve `localhost` to 127.0.0.1 alone.
      guard family == .both else { throw .failed(error.text) }
      return try start(.v4, port: port, handler: handler)
    }
  }
}
