import LoopbackHTTP

/// The protocol port: one request, one look at the world, one answer.
struct ProtocolListener: Sendable {
  let world: SharedWorld

  func answer(_ request: LoopbackRequest) async -> LoopbackResponse {
    let (call, number) = world.with { $0.receive(request) }
    if case .slow(let seconds) = call.fault { try? await Task.sleep(for: .seconds(seconds)) }
    await readClientDocument(for: call)
    let answer = world.with { $0.answer(call, number: number) }
    if case .slowAnswer(let seconds) = call.fault { try? await Task.sleep(for: .seconds(seconds)) }
    guard let answer else { return LoopbackResponse(status: 500, body: .drop) }
    return await Self.response(answer, call.fault?.delivery ?? .whole)
  }

  /// Between two looks at the world: the document may stand on this very server.
  private func readClientDocument(for call: Call) async {
    guard let url = world.with({ $0.clientDocument(neededFor: call) }) else { return }
    let document = await DocumentFetch.get(url)
    world.with { $0.learnClient(from: document, at: url, call.realm) }
  }

  private static func response(_ answer: Answer, _ delivery: Delivery) async -> LoopbackResponse {
    switch (answer.content, delivery) {
    case (.paced(let paced), .whole):
      await paced.response(status: answer.status, headers: answer.headers)
    case (.bytes(let bytes), .whole):
      LoopbackResponse(status: answer.status, headers: answer.headers, body: .bytes(bytes))
    case (.paced(let paced), _): broken(answer, paced.response.bytes, delivery)
    case (.bytes(let bytes), _): broken(answer, bytes, delivery)
    }
  }

  private static func broken(_ answer: Answer, _ bytes: [UInt8], _ delivery: Delivery) -> LoopbackResponse {
    let part = delivery == .half ? Array(bytes.prefix(bytes.count / 2)) : []
    return LoopbackResponse(
      status: answer.status, headers: answer.headers, body: .truncated(part, declaredLength: max(bytes.count, 1)))
  }
}
