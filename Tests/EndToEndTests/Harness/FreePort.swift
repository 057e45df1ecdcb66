/// A port on loopback that nobody listens on at the moment.
enum FreePort {
  static func find() async throws -> Int {
    let script = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1], end='')"
    guard let port = Int(try await Program.tool("python3", ["-c", script])) else { throw TestFailure("no port") }
    return port
  }
}
