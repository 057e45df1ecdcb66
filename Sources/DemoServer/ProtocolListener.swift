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
    let body: LoopbackResponse.Body =
      switch delivery {
      case .whole: .bytes(bytes)
      case .half: .truncated(Array(bytes.prefix(bytes.count / 2)), declaredLength: max(bytes.count, 1))
      case .head, .nothing: .truncated([], declaredLength: max(bytes.count, 1))
      case .longLength: .truncated(bytes, declaredLength: bytes.count + 10)
      case .twoLengths:
        raw(
          answer, "\(answer.status)", ["content-length: \(bytes.count)", "content-length: \(bytes.count + 10)"], bytes)
      case .lowStatus: raw(answer, "099", ["content-length: \(bytes.count)"], bytes)
      case .unendedChunks:
        raw(
          answer, "\(answer.status)", ["transfer-encoding: chunked"],
          Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
      }
    return LoopbackResponse(status: answer.status, headers: answer.headers, body: body)
  }

  private static func raw(
    _ answer: Answer, _ status: String, _ framing: [String], _ body: [UInt8]
  ) -> LoopbackResponse.Body {
    let lines = ["HTTP/1.1 \(status) x"] + answer.headers.map { "\($0.0): \($0.1)" } + framing
    return .raw(Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body)
  }
}
