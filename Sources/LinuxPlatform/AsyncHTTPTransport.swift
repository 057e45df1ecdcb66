import AsyncHTTPClient
public import Engine
public import HTTP
import NIOCore

import enum NIOHTTP1.HTTPMethod

/// The network, over AsyncHTTPClient: HTTP/1.1, no redirect followed, nothing decompressed, nothing repeated.
public final class AsyncHTTPTransport: HTTPTransport {
  private let clients: HTTPClients
  private let proxies: ProxySettings
  private let userAgent: String

  /// Starts one thread. Throws where a CA file or folder or the client's certificate cannot be used, or a proxy's address
  /// is none.
  public init(_ settings: TransportSettings) throws(TransportSetupError) {
    proxies = try ProxySettings(settings.environment)
    clients = try HTTPClients(settings)
    userAgent = settings.userAgent
  }

  /// A client that goes away while it is up is an error in the library, so what nobody ended is ended here.
  deinit {
    let clients = clients
    Task.detached { await clients.shutdown() }
  }

  /// Closes every connection and ends the thread. Every later exchange is `.cancelled`.
  public func shutdown() async { await clients.shutdown() }

  /// The library's own deadline ends with the response head; a task that sleeps covers the body.
  public func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    let result = await withTaskGroup(of: Result<Receiver, TransportFailure>.self) { group in
      group.addTask { await self.perform(request, into: receiver) }
      group.addTask {
        let slept: Void? = try? await Task.sleep(for: request.deadline)
        return .failure(TransportFailure(slept == nil ? .cancelled : .timedOut, sent: true))
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(TransportFailure(.cancelled, sent: true))
    }
    switch result {
    case .success(let receiver): return receiver
    case .failure(let failure): throw TransportError(failure.kind, url: request.url, sent: failure.sent)
    }
  }

  private func perform<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async -> Result<Receiver, TransportFailure> {
    let route = HTTPRoute(request.url, proxy: proxies.proxy(for: request.url), reach: request.reach)
    if let failure = Self.refusal(route, request.url) { return .failure(failure) }
    let client: RouteClient
    do throws(TransportSetupError) {
      guard let known = try clients.client(for: route) else {
        return .failure(TransportFailure(.cancelled, sent: false))
      }
      client = known
    } catch {
      return .failure(TransportFailure(.tls(error.reason), sent: false))
    }
    var receiver = receiver
    do {
      let response = try await client.client.execute(outgoing(request), deadline: .distantFuture)
      var flow = receiver.receive(head: HTTP.HTTPResponseHead(response, peer: client.peerScope))
      if flow == .more {
        for try await piece in response.body {
          flow = receiver.receive(bytes: Array(piece.readableBytesView)[...])
          if flow != .more { break }
        }
      }
      // Letting go of a body that was not read to its end closes the connection.
      return flow == .tooLarge ? .failure(TransportFailure(.tooLarge, sent: true)) : .success(receiver)
    } catch {
      return .failure(Task.isCancelled ? TransportFailure(.cancelled, sent: true) : TransportFailure(error))
    }
  }

  /// A proxy resolves names itself and connects to what it likes: only an address in the URL can be judged here.
  private static func refusal(_ route: HTTPRoute, _ url: WebURL) -> TransportFailure? {
    guard route.proxy != nil, let scope = AddressScope(host: url.host), scope > route.reach else { return nil }
    return TransportFailure(.outOfReach(address: url.host, scope), sent: false)
  }

  private func outgoing(_ request: HTTPRequest) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: request.url.raw)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers.fields { outgoing.headers.add(name: field.name, value: field.value) }
    if request.headers["User-Agent"] == nil { outgoing.headers.add(name: "User-Agent", value: userAgent) }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    return outgoing
  }
}

extension HTTP.HTTPResponseHead {
  fileprivate init(_ response: HTTPClientResponse, peer: AddressScope?) {
    self.init(
      status: Int(response.status.code),
      headers: HTTP.HTTPHeaders(response.headers.map { ($0.name, $0.value) }), peer: peer)
  }
}
