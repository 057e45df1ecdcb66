#!/usr/bin/env python3
"""Stands between a client and a server on loopback and writes down every exchange, secrets and all, for tests.

The server's address is replaced by the proxy's in what the client reads, and back in what the server reads, so that
discovery, issuer, resource and redirects stay consistent. Prints {"origin": "http://127.0.0.1:PORT"} when it listens;
ends with stdin. --log FILE gets one JSON line for each exchange, written before its answer leaves.
"""

import argparse
import http.client
import http.server
import json
import os
import re
import sys
import threading

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


def address(port: int) -> re.Pattern[bytes]:
    """The port as it stands in a URL, and in a URL within a parameter."""
    return re.compile(rb"(127\.0\.0\.1)(:|%3A|%3a)" + str(port).encode() + rb"(?![0-9])")


class Exchange(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target = own = 0
    log: str | None = None

    def to_server(self, data: bytes) -> bytes:
        return address(self.own).sub(rb"\g<1>\g<2>" + str(self.target).encode(), data)

    def to_client(self, data: bytes) -> bytes:
        return address(self.target).sub(rb"\g<1>\g<2>" + str(self.own).encode(), data)

    def forward(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        sent += self.chunks() if "chunked" in self.headers.get("transfer-encoding", "") else b""
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        connection.putrequest(self.command, self.to_server(self.path.encode()).decode(), skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                connection.putheader(name, self.to_server(value.encode("latin-1")))
        body = self.to_server(sent)
        connection.putheader("content-length", str(len(body)))
        try:
            connection.endheaders(body)
            answer = connection.getresponse()
            received = self.to_client(answer.read())
        except (OSError, http.client.HTTPException):
            self.close_connection = True
            return
        headers = [
            (name, self.to_client(value.encode("latin-1")).decode("latin-1"))
            for name, value in answer.getheaders()
            if name.lower() not in HOP_BY_HOP
        ]
        self.note(sent, answer.status, headers, received)
        self.send_response_only(answer.status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(received)))
        self.end_headers()
        self.wfile.write(received)

    do_GET = do_POST = do_DELETE = do_HEAD = forward

    def chunks(self) -> bytes:
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def note(self, sent: bytes, status: int, headers: list[tuple[str, str]], received: bytes) -> None:
        if self.log is None:
            return
        entry = {
            "method": self.command,
            "path": self.path,
            "authorization": self.headers.get("authorization", ""),
            "sent": sent.decode("utf-8", "replace"),
            "status": status,
            "location": dict((name.lower(), value) for name, value in headers).get("location", ""),
            "received": received.decode("utf-8", "replace"),
        }
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, json.dumps(entry).encode() + b"\n")
        finally:
            os.close(descriptor)

    def log_message(self, *_) -> None:
        pass


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=int, required=True, metavar="PORT", help="the server's port")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--log", metavar="FILE")
    given = options.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Exchange)
    Exchange.target, Exchange.own, Exchange.log = given.to, server.server_address[1], given.log
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"origin": f"http://127.0.0.1:{Exchange.own}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
