/// A web server that knows nothing of MCP: it answers everything with a page.
final class HTMLServer: Sendable {
  private let program: RunningProgram
  let url: String

  init() async throws {
    let script = """
      import http.server, sys, threading, os
      class Page(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              body = b"<!doctype html><title>Welcome</title>"
              self.send_response(200)
              self.send_header("content-type", "text/html; charset=utf-8")
              self.send_header("content-length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          do_POST = do_DELETE = do_GET
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
      threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
      print(f"http://127.0.0.1:{server.server_address[1]}/mcp", flush=True)
      server.serve_forever()
      """
    program = try RunningProgram(
      "/usr/bin/env", ["python3", "-c", script], environment: Program.environment, input: .open)
    url = try await program.firstLine()
  }
}
