/// The answer of a server whose errors say what they were sent, as those of many frameworks do while they are debugged.
enum RepeatedRequest {
  static func answer(_ call: Call) -> Answer {
    let header = call.request.header("authorization") ?? ""
    guard case .mcp = call.route else {
      let body = String(decoding: call.request.body, as: UTF8.self)
      return .json(
        ["error": "invalid_request", "error_description": .string("cannot handle \(body) with \(header)")], status: 400)
    }
    let token = call.bearerToken ?? ""
    let challenge =
      "Bearer error=\"insufficient_scope\", scope=\"notes:write \(token)\", error_description=\"\(token)\""
    return Answer(status: 403, headers: [("www-authenticate", challenge)])
  }
}
