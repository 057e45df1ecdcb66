import Engine
import Foundation
import HTTP
import Testing

@testable import LinuxPlatform

/// Real sockets of real users: these tests run as root.
@Suite("Who answers in the browser's place", .enabled(if: getuid() == 0))
struct PeerOwnerTests {
  /// Asks for the target as this user, and waits for the page or goes away at once. The status, or nothing.
  static let visitor = """
    import os, socket, struct, sys
    user, family, host, port, manner = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
    os.setresuid(user, user, user)
    peer = socket.socket(socket.AF_INET6 if family == "6" else socket.AF_INET)
    peer.connect((host, port))
    peer.sendall(f"GET /callback/x?code=c HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nConnection: close\\r\\n\\r\\n".encode())
    if manner == "reset": peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if manner == "wait": print(peer.recv(12).decode()[9:])
    peer.close()
    """

  static func senders(
    _ user: UInt32, family: String = "4", host: String = "127.0.0.1", manner: String = "wait", sudo: String? = nil
  ) async throws -> [RedirectRequest.Sender] {
    let listener = LoopbackRedirectListener(environment: sudo.map { ["SUDO_UID": $0] } ?? [:])
    let url = try #require(WebURL("http://127.0.0.1:\(try listener.freePorts(1)[0])/callback/x"))
    let redirect = try await listener.bind([url])
    let seen = Task {
      var senders: [RedirectRequest.Sender] = []
      for await request in redirect.requests {
        senders.append(request.sender)
        request.respond(.foreign)
      }
      return senders
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", visitor, "\(user)", family, host, "\(url.port)", manner]
    try process.run()
    await withCheckedContinuation { done in
      DispatchQueue.global().async {
        process.waitUntilExit()
        done.resume()
      }
    }
    #expect(process.terminationStatus == 0)
    await redirect.close()
    return await seen.value
  }

  @Test("another user is known by the socket, over IPv4 and over IPv6 that speaks IPv4")
  func other() async throws {
    #expect(try await Self.senders(65534) == [.other(user: 65534)])
    #expect(try await Self.senders(12345, family: "6", host: "::ffff:127.0.0.1") == [.other(user: 12345)])
  }

  @Test("root is oneself here, and so is who became root with sudo")
  func own() async throws {
    #expect(try await Self.senders(0) == [.own])
    #expect(try await Self.senders(12345, sudo: "12345") == [.own])
    #expect(try await Self.senders(12346, sudo: "12345") == [.other(user: 12346)])
  }

  @Test(
    "who sends and is gone at once is not taken for root, as whom the kernel shows such sockets",
    arguments: ["close", "reset"])
  func gone(_ manner: String) async throws {
    for _ in 0..<5 {
      let senders = try await Self.senders(65534, manner: manner)
      #expect(senders.allSatisfy { $0 == .nobody || $0 == .other(user: 65534) }, "\(senders)")
    }
  }
}
