import LoopbackHTTP

/// The protocol port: one request, one look at the world, one answer.
struct ProtocolListener: Sendable {
  let world: SharedWorld

  func answer(_ request: LoopbackRequest) async -> LoopbackResponse {
    let (call, number) = world.with { $0.receive(request) }
    if case .slow(let seconds) = call.fault { try? await Task.sleep(for: .seconds(seconds)) }
    guard let answer = world.with({ $0.answer(call, number: number) }) else {
      return LoopbackResponse(status: 500, body: .drop)
    }
    return await Self.response(answer, truncated: call.fault == .truncated)
  }

  private static func response(_ answer: Answer, truncated: Bool) async -> LoopbackResponse {
    switch answer.content {
    case .paced(let paced) where !truncated:
      return await paced.response(status: answer.status, headers: answer.headers)
    case .paced(let paced): return half(answer, paced.response.bytes)
    case .bytes(let bytes) where truncated: return half(answer, bytes)
    case .bytes(let bytes):
      return LoopbackResponse(status: answer.status, headers: answer.headers, body: .bytes(bytes))
    }
  }

  private static func half(_ answer: Answer, _ bytes: [UInt8]) -> LoopbackResponse {
    let part = Array(bytes.prefix(bytes.count / 2))
    return LoopbackResponse(
      status: answer.status, headers: answer.headers, body: .truncated(part, declaredLength: max(bytes.count, 1)))
  }
}
