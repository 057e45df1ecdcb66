import Engine
import HTTP
import LoopbackHTTP

/// A listener that waits for the browser at one redirect URI.
struct LoopbackBoundRedirect: BoundRedirect {
  let redirectURI: WebURL
  let requests: AsyncStream<RedirectRequest>
  private let server: LoopbackServer
  private let continuation: AsyncStream<RedirectRequest>.Continuation

  /// Binds the URI's own port, or any where it names none.
  static func bind(_ candidate: WebURL, _ owner: PeerOwner) async throws(RedirectListenerError) -> LoopbackBoundRedirect
  {
    guard let family = LoopbackFamily(candidate) else {
      throw .failed("\(candidate.origin) is not a plain http address of this machine")
    }
    let port = candidate.hasExplicitPort ? candidate.port : try ProbeSocket().port
    guard let redirectURI = candidate.hasExplicitPort ? candidate : candidate.withPort(port) else {
      throw .failed("no port can be added to \(candidate.origin)")
    }
    let (requests, continuation) = AsyncStream.makeStream(of: RedirectRequest.self)
    let gate = RedirectGate(redirectURI)
    let server = try await start(family, port: port) { request in
      if let refusal = gate.refusal(of: request) { return refusal }
      let sender = owner.sender(request.peer)
      return RedirectDocument.response(await page(for: request.target, of: sender, from: continuation))
    }
    return LoopbackBoundRedirect(
      redirectURI: redirectURI, requests: requests, server: server, continuation: continuation)
  }

  func close() async {
    continuation.finish()
    await server.stop()
  }

  private static func page(
    for target: String, of sender: RedirectRequest.Sender, from requests: AsyncStream<RedirectRequest>.Continuation
  ) async -> RedirectPage {
    await withCheckedContinuation { waiting in
      let answer = RedirectAnswer(waiting)
      requests.yield(RedirectRequest(target: target, sender: sender) { answer.give($0) })
    }
  }

  private static func start(
    _ family: LoopbackFamily, port: Int, handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse
  ) async throws(RedirectListenerError) -> LoopbackServer {
    do {
      return try await LoopbackServer.start(on: family.addresses, port: port, maxBody: 1 << 16, handler: handler)
    } catch {
      if error.addressInUse { throw .portsBusy([port]) }
      // A machine without IPv6: browsers then resolve `localhost` to 127.0.0.1 alone.
      guard family == .both else { throw .failed(PlainLine.of(error.reason)) }
      return try await start(.v4, port: port, handler: handler)
    }
  }
}
