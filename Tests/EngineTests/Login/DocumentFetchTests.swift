import FoundationEssentials
import HTTP
import OAuth
import TestSupport
import Testing

@testable import Engine

@Suite struct DocumentFetchTests {
  private static let first = "https://h.example/.well-known/x"

  private static func fetch(
    _ script: [(String, ScriptedTransport.Answer)]
  ) async throws -> (Result<HTTPResponse?, any Error>, ScriptedTransport) {
    let transport = ScriptedTransport(script)
    let fetch = DocumentFetch(
      workplace: try ScriptedManager.make(transport).workplace, step: ExchangeStep(.resourceMetadata, server: "demo"))
    let url = try #require(WebURL(first))
    do {
      return (.success(try await fetch.document(at: url)), transport)
    } catch {
      return (.failure(error), transport)
    }
  }

  private static func refused(_ result: Result<HTTPResponse?, any Error>) async -> RefusedRedirect? {
    let error = await EngineTests.failure { try result.get() }
    if case .redirect(let refused, _) = error { return refused }
    Issue.record("\(error.name)")
    return nil
  }

  private static func redirect(_ to: String, _ status: Int = 302) -> ScriptedTransport.Answer {
    .status(status, [("Location", to)])
  }

  @Test("a redirect of a document is followed, by every status that is one", arguments: [301, 302, 303, 307, 308])
  func followed(status: Int) async throws {
    let (result, transport) = try await Self.fetch([
      ("GET \(Self.first)", Self.redirect("https://other.example/y?z=1", status)),
      ("GET https://other.example/y?z=1", .json("{}")),
    ])
    #expect(try result.get()?.status == 200)
    #expect(transport.requests.allSatisfy { $0.reach == .global })
  }

  @Test("three hops are followed, relative ones too, and a fourth is not")
  func hops() async throws {
    let script: [(String, ScriptedTransport.Answer)] = [
      ("GET \(Self.first)", Self.redirect("/a/")), ("GET https://h.example/a/", Self.redirect("b")),
      ("GET https://h.example/a/b", Self.redirect("//i.example/c")),
    ]
    let (good, _) = try await Self.fetch(script + [("GET https://i.example/c", .json("{}"))])
    #expect(try good.get()?.status == 200)
    let (loop, _) = try await Self.fetch(script + [("GET https://i.example/c", Self.redirect("/d"))])
    #expect(await Self.refused(loop)?.fault == .tooMany(limit: 3))
  }

  @Test(
    "a redirect to plain http, to what is no URL, and to nowhere is refused",
    arguments: [
      ("http://h.example/x", RefusedRedirect.Fault.insecure), ("http://10.0.0.1/", .insecure),
      ("javascript:alert(1)", .unusable), ("file:///etc/passwd", .unusable), ("data:application/json,{}", .unusable),
      ("https://user:secret@h.example/", .unusable), ("", .unusable), ("//", .unusable), ("/ a", .unusable),
    ])
  func refusals(to: String, fault: RefusedRedirect.Fault) async throws {
    let (result, transport) = try await Self.fetch([("GET \(Self.first)", Self.redirect(to))])
    let refused = await Self.refused(result)
    #expect(refused?.fault == fault && refused?.to == to && refused?.from.raw == Self.first)
    #expect(transport.requests.count == 1)
  }

  @Test("a clock that is set between two hops changes nothing of the time they have", arguments: [-3600.0, 3600])
  func clockSet(by seconds: Double) async throws {
    try await TestWorld.run { world in
      let script = ScriptedTransport([
        ("GET \(Self.first)", Self.redirect("/a")), ("GET https://h.example/a", .json("{}")),
      ])
      let transport = WatchedTransport(script) { world.clock.setWallClock(world.clock.now + seconds) }
      let fetch = DocumentFetch(
        workplace: world.manager(transport: transport).workplace, step: ExchangeStep(.resourceMetadata, server: "demo"))
      let url = try #require(WebURL(Self.first))
      #expect(try await fetch.document(at: url)?.status == 200)
      #expect(script.requests.map(\.deadline) == [.seconds(15), .seconds(15)])
    }
  }

  @Test("a redirect without a Location leads nowhere")
  func noLocation() async throws {
    let (result, _) = try await Self.fetch([("GET \(Self.first)", .status(302))])
    #expect(await Self.refused(result)?.fault == .unusable)
  }

  @Test("a hop that ends at a private address says so, with the hop's URL")
  func privateHop() async throws {
    let (result, _) = try await Self.fetch([
      ("GET \(Self.first)", Self.redirect("https://inside.example/x")),
      ("GET https://inside.example/x", .failure(.outOfReach(address: "10.0.0.5", .site), sent: false)),
    ])
    let error = await EngineTests.failure { try result.get() }
    guard case .outOfReach(let found, _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(
      found == OutOfReach(member: "Location", url: "https://inside.example/x", address: "10.0.0.5", scope: .site))
  }

  @Test("an outage, an absence and a page at the end of a redirect are what they are without one")
  func ends() async throws {
    let hop = ("GET \(Self.first)", Self.redirect("/y"))
    let end = "GET https://h.example/y"
    #expect(try await Self.fetch([hop, (end, .status(404))]).0.get() == nil)
    #expect(try await Self.fetch([hop, (end, .html)]).0.get() == nil)
    let (outage, _) = try await Self.fetch([hop, (end, .status(503))])
    #expect(await EngineTests.failure { try outage.get() }.name == "oauth")
  }

  @Test("an answer to anything but the fetch of a document is never followed", arguments: [301, 302, 307, 308])
  func posts(status: Int) async throws {
    let transport = ScriptedTransport([
      ("POST https://as.example/token", Self.redirect("https://evil.example/", status))
    ])
    let manager = try ScriptedManager.make(transport)
    let request = HTTPRequest.form(try #require(WebURL("https://as.example/token")), [("refresh_token", "x")])
    let answer = try await manager.exchanges.send(request, ExchangeStep(.refresh, server: "demo"))
    #expect(answer.status == status)
    #expect(transport.requests.count == 1)
  }
}
