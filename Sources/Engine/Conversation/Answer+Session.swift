import HTTP
import MCP

extension Answer {
  /// The same answer, where the server says of the session that the request was sent in that it is gone (MCP 2025-11-25,
  /// Session Management).
  func inSession(of request: HTTPRequest) -> Answer {
    guard head.status == 404, let id = request.headers["Mcp-Session-Id"].flatMap(SessionID.init) else { return self }
    var lost = self
    lost.lostSession = id
    return lost
  }
}
