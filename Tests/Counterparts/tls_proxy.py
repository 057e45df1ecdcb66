#!/usr/bin/env python3
"""An HTTP proxy that also is the server behind it, for tests: it answers CONNECT for any host with a certificate of that
host by a CA of its own, and passes what it reads to a plain server on loopback.

What the server calls http://127.0.0.1:PORT is https://HOST to the client, and the other way round, so that discovery,
issuer, resource and redirects stay consistent. Prints {"origin": "http://127.0.0.1:PORT"} when it listens; ends with
stdin. --log FILE gets one JSON line for each exchange: host, method, path without the query, and whether a certificate
was shown by the client.
"""

import argparse
import http.client
import http.server
import json
import os
import ssl
import sys
import threading
import urllib.parse

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "proxy-connection"}


def swapped(data: bytes, old: str, new: str) -> bytes:
    """Replaces a URL as it is, and within a parameter."""
    for safe in (":/", ""):
        data = data.replace(urllib.parse.quote(old, safe).encode(), urllib.parse.quote(new, safe).encode())
    return data


class Exchange(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target = 0
    host = ""
    log = ""
    context: ssl.SSLContext
    certificate: dict | None = None

    def do_CONNECT(self) -> None:
        self.send_response_only(200)
        self.end_headers()
        self.wfile.flush()
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.host, self.certificate = self.path.rsplit(":", 1)[0], self.connection.getpeercert()
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.close_connection = False

    def forward(self) -> None:
        here, there = f"https://{self.host}", f"http://127.0.0.1:{self.target}"
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        path = swapped(self.path.encode(), here, there).decode()
        connection.putrequest(self.command, path, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                connection.putheader(name, swapped(value.encode("latin-1"), here, there))
        body = swapped(sent, here, there)
        connection.putheader("content-length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        received = swapped(answer.read(), there, here)
        self.note(answer.status)
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, swapped(value.encode("latin-1"), there, here).decode("latin-1"))
        self.send_header("content-length", str(len(received)))
        self.end_headers()
        self.wfile.write(received)
        self.wfile.flush()

    do_GET = do_POST = do_DELETE = do_HEAD = do_PUT = forward

    def note(self, status: int) -> None:
        entry = {
            "host": self.host,
            "method": self.command,
            "path": self.path.split("?")[0],
            "status": status,
            "certified": bool(self.certificate),
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
    options.add_argument("--certificate", required=True, metavar="FILE", help="the host's, with its key")
    options.add_argument("--clients", required=True, metavar="FILE", help="certificates that clients may show")
    options.add_argument("--log", required=True, metavar="FILE")
    given = options.parse_args()
    Exchange.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    Exchange.context.load_cert_chain(given.certificate)
    Exchange.context.load_verify_locations(given.clients)
    Exchange.context.verify_mode = ssl.CERT_OPTIONAL
    Exchange.target, Exchange.log = given.to, given.log
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
    server.daemon_threads = True
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"origin": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
