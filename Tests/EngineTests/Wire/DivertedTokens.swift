import Foundation
import HTTP
import LinuxPlatform
import Synchronization
import TestSupport

/// The demo server's token endpoint behind a gateway that frames its successes as it likes. Everything else goes straight.
final class DivertedTokens: HTTPTransport {
  private let straight: any HTTPTransport
  private let client: SocketTransport
  private let gateway: WireServer
  private let scheme: String
  private let endpoint: WebURL
  private let diverted = Mutex(0)

  /// How many requests went by way of the gateway.
  var count: Int { diverted.withLock { $0 } }

  /// `wire` makes an answer of the document; it is asked for each success.
  init(
    to straight: any HTTPTransport, client: SocketTransport, certificate: WireCertificate? = nil, endpoint: WebURL,
    _ wire: @escaping @Sendable (_ document: [UInt8]) -> WireServer.Answer
  ) throws {
    self.straight = straight
    self.client = client
    self.endpoint = endpoint
    scheme = certificate == nil ? "http" : "https"
    gateway = try WireServer(tls: certificate?.context) { request in
      let answer = Self.forward(request, to: endpoint, over: straight)
      guard let answer, answer.status == 200 else {
        let status = answer?.status ?? 502, body = answer?.body ?? []
        return WireServer.Answer(
          Array("HTTP/1.1 \(status) x\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
            + body)
      }
      return wire(answer.body)
    }
  }

  func stop() { gateway.stop() }

  func exchange<Receiver: HTTPResponseReceiver>(
    _ request: HTTPRequest, into receiver: Receiver
  ) async throws(TransportError) -> Receiver {
    guard request.url.path == endpoint.path,
      let url = WebURL("\(scheme)://127.0.0.1:\(gateway.port)\(request.url.path)")
    else { return try await straight.exchange(request, into: receiver) }
    var diverted = request
    diverted.url = url
    self.diverted.withLock { $0 += 1 }
    return try await client.exchange(diverted, into: receiver)
  }

  private static func forward(_ request: WireRequest, to endpoint: WebURL, over transport: any HTTPTransport)
    -> HTTPResponse?
  {
    var onward = HTTPRequest(.post, endpoint, body: request.body)
    for line in request.head.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { onward.headers.add(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) }
    }
    let box = Box(), done = DispatchSemaphore(value: 0), sent = onward
    Task.detached {
      let response = try? await transport.send(sent)
      box.value.withLock { $0 = response }
      done.signal()
    }
    done.wait()
    return box.value.withLock { $0 }
  }

  private final class Box: Sendable {
    let value = Mutex<HTTPResponse?>(nil)
  }
}
