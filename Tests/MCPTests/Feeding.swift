import HTTP
import MCP

/// Feeds an answer to a receiver in pieces, as a transport would; nil where it ran past `.done`.
func feed(
  _ receiver: AnswerReceiver, status: Int = 200, type: String? = "application/json",
  headers: [(String, String)] = [], _ body: String, pieces: Int = .max
) -> (receiver: AnswerReceiver, flow: HTTPFlow) {
  var receiver = receiver
  var fields = HTTPHeaders(headers)
  if let type { fields.add("Content-Type", type) }
  var flow = receiver.receive(head: HTTPResponseHead(status: status, headers: fields))
  let bytes = Array(body.utf8)
  var start = 0
  while flow == .more, start < bytes.count {
    let end = min(start + min(pieces, bytes.count), bytes.count)
    flow = receiver.receive(bytes: bytes[start..<end])
    start = end
  }
  return (receiver, flow)
}

/// The answer to request 1, fed whole.
func answer(
  _ status: Int, _ type: String? = "application/json", _ body: String = "", headers: [(String, String)] = [],
  era: Era = .modern
) throws(MCPError) -> Answer {
  try feed(AnswerReceiver(id: 1, era: era), status: status, type: type, headers: headers, body).receiver.answer()
}
