import DemoServer
import Foundation
import HTTP
import LinuxPlatform
import TestSupport
import Testing

@testable import Engine

/// A server that rotates and forgives nothing, behind gateways of every kind.
@Suite(.timeLimit(.minutes(3))) struct FramedRefreshTests {
  @Test("a login survives every framing of the answer that holds its tokens", arguments: [false, true])
  func framings(secure: Bool) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let path = try #require(world.server.requests().last { $0.grantType != nil }?.path)
      let endpoint = try #require(WebURL(world.server.mcpURL)?.resolving(path))
      let certificate = try WireCertificate(in: world.folder.path)
      let client = try SocketTransport(
        TransportSettings(caCertificate: certificate.path, environment: [:], userAgent: "mcpcred/test"))
      var generation = try world.grant().generation
      for framing in Framing.all {
        let tokens = try DivertedTokens(
          to: world.transport, client: client, certificate: secure ? certificate : nil,
          endpoint: endpoint
        ) { WireServer.Answer(framing.bytes($0), framing.ending) }
        let before = world.refreshes
        do {
          let kept = try await world.manager(transport: tokens).refresh("demo", account: nil)
          #expect(kept.generation == generation + 1 && world.refreshes == before + 1, "\(framing)")
          #expect(tokens.count == 1, "\(framing)")
          generation = kept.generation
        } catch {
          Issue.record("\(framing): \(error)")
          generation = try world.grant().generation
        }
        tokens.stop()
      }
      // What was kept last is good.
      _ = try await world.manager().refresh("demo", account: nil)
    }
  }

  @Test("a new refresh token that has come whole is kept, also where the connection ends behind it")
  func cutBehindTheToken() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let path = try #require(world.server.requests().last { $0.grantType != nil }?.path)
      let endpoint = try #require(WebURL(world.server.mcpURL)?.resolving(path))
      let client = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
      let tokens = try DivertedTokens(to: world.transport, client: client, endpoint: endpoint) { document in
        let text = String(decoding: document, as: UTF8.self)
        let token = text.range(of: #""refresh_token":"[^"]+""#, options: .regularExpression).map { text[$0] } ?? ""
        let part = "{\(token),\"access_tok"
        return WireServer.Answer(Array("HTTP/1.1 200 OK\r\nContent-Length: \(document.count + 99)\r\n\r\n\(part)".utf8))
      }
      let error = await failure { try await world.manager(transport: tokens).refresh("demo", account: nil) }
      tokens.stop()
      #expect(error.name == "answerUnusable")
      #expect(world.refreshes == 1 && tokens.count == 1)
      #expect(try world.grant().generation == 2)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
    }
  }
}
