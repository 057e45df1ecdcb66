/// The answer to `tools/call` in either era.
enum ToolAnswer {
  static func make(
    _ outcome: ToolOutcome, _ result: JSON, _ message: RPCMessage, alwaysEvents: Bool
  ) -> Answer {
    let response: JSON = ["jsonrpc": "2.0", "id": message.id ?? .null, "result": result]
    guard !outcome.steps.isEmpty else {
      return alwaysEvents ? EventStream.answer(response) : .json(response)
    }
    let token = message.progressToken
    let asEvents = token != nil || alwaysEvents
    let notifications = outcome.steps.enumerated().map { index, text in
      notification(text, index + 1, of: outcome.steps.count, token ?? .null)
    }
    let headers = asEvents ? EventStream.headers : [("content-type", "application/json")]
    let paced = PacedAnswer(
      progress: notifications, response: response, asEvents: asEvents, silent: token == nil)
    return Answer(status: 200, headers: headers, content: .paced(paced))
  }

  private static func notification(_ text: String, _ progress: Int, of total: Int, _ token: JSON) -> JSON {
    [
      "jsonrpc": "2.0", "method": "notifications/progress",
      "params": [
        "progressToken": token, "progress": .integer(progress), "total": .integer(total), "message": .string(text),
      ],
    ]
  }
}
