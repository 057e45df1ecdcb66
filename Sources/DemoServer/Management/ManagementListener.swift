import LoopbackHTTP

/// The management port: JSON in, JSON out.
struct ManagementListener: Sendable {
  let world: SharedWorld

  func answer(_ request: LoopbackRequest) -> LoopbackResponse {
    // A web page can send requests to loopback too, but not without telling its origin.
    guard OriginCheck.isLoopback(host: request), request.header("origin") == nil else {
      return LoopbackResponse(status: 403)
    }
    let path = String(request.target.prefix { $0 != "?" })
    guard let command = ManagementCommand(method: request.method, path: path) else {
      return Self.response(.failure("no such command; GET / lists them"), status: 404)
    }
    let body = request.body.isEmpty ? JSON.object([:]) : JSON.parse(request.body)
    guard let body else { return Self.response(.failure("the body is not JSON"), status: 400) }
    let result = world.with { world in command.run(body, in: &world) }
    return Self.response(result, status: result.isFailure ? 400 : 200)
  }

  private static func response(_ result: ManagementResult, status: Int) -> LoopbackResponse {
    LoopbackResponse(
      status: status, headers: [("content-type", "application/json"), ("cache-control", "no-store")],
      body: .bytes(result.json.bytes + [UInt8(ascii: "\n")]))
  }
}
