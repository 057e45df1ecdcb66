"""What every counterpart shares: options, ports, the request log, the ready line and how it ends."""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
from urllib.parse import parse_qsl

import uvicorn

LOOPBACK = "127.0.0.1"


def parser(description: str, access_token_lifetime: int) -> argparse.ArgumentParser:
    """The options all counterparts take."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--port", type=int, default=0, help="0 lets the system choose a free port")
    options.add_argument("--access-token-lifetime", type=int, default=access_token_lifetime, metavar="SECONDS")
    options.add_argument("--consent", choices=("auto", "deny", "page"), default="auto", help="who answers /authorize")
    options.add_argument("--request-log", metavar="FILE", help="append one JSON line for each request answered")
    options.add_argument("--until-stdin-closes", action="store_true", help="also end when stdin reaches its end")
    return options


def listener(port: int) -> socket.socket:
    """A bound loopback socket. Binding here makes the port known before the URLs that carry it are built."""
    # Named protocol: asyncio sets TCP_NODELAY only on sockets that say IPPROTO_TCP, and each answer took 40 ms without.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((LOOPBACK, port))
    return bound


def origin(bound: socket.socket) -> str:
    return f"http://{LOOPBACK}:{bound.getsockname()[1]}"


class RequestLog:
    """ASGI layer that notes names, never values: a test counts registrations and refreshes with it.

    The values it does keep are protocol vocabulary (grant type, JSON-RPC method, tool name), which carry no secret.
    The line is written before the answer leaves, so a client that has its answer finds the line in the file.
    """

    def __init__(self, app, name: str, path: str | None):
        self.app, self.name, self.path = app, name, path

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or self.path is None:
            return await self.app(scope, receive, send)
        entry = {
            "time": round(time.time(), 3),
            "listener": self.name,
            "method": scope["method"],
            "path": scope["path"],
            "query": sorted({name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), True)}),
        }
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        entry["authorization"] = headers.get("authorization", "").split(" ")[0] or None
        for wanted in ("mcp-protocol-version", "mcp-method"):
            if wanted in headers:
                entry[wanted] = headers[wanted]
        body = await self._body(receive) if scope["method"] == "POST" else None
        if body is not None:
            self._describe(entry, headers.get("content-type", ""), body)
        pending = [] if body is None else [{"type": "http.request", "body": body, "more_body": False}]

        async def replay():
            return pending.pop() if pending else await receive()

        async def noted(message):
            if message["type"] == "http.response.start":
                self._write(entry | {"status": message["status"]})
            await send(message)

        await self.app(scope, replay, noted)

    @staticmethod
    async def _body(receive) -> bytes:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if message["type"] != "http.request" or not message.get("more_body"):
                return body

    @staticmethod
    def _describe(entry: dict, content_type: str, body: bytes) -> None:
        if content_type.startswith("application/x-www-form-urlencoded"):
            form = parse_qsl(body.decode("utf-8", "replace"), True)
            entry["form"] = sorted({name for name, _ in form})
            entry["grant_type"] = dict(form).get("grant_type")
        elif content_type.startswith("application/json"):
            with contextlib.suppress(ValueError):
                document = json.loads(body)
                if isinstance(document, dict):
                    entry["json"] = sorted(document)
                    if "jsonrpc" in document:
                        entry["rpc"] = document.get("method")
                        entry["tool"] = (document.get("params") or {}).get("name")

    def _write(self, entry: dict) -> None:
        line = json.dumps({name: value for name, value in entry.items() if value is not None}) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)


class _Server(uvicorn.Server):
    """uvicorn re-raises the signal that stopped it; a counterpart ends with status 0 instead."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


def serve(apps: list[tuple[str, object, socket.socket]], ready: dict[str, str], options: argparse.Namespace) -> None:
    """Runs every (name, ASGI app, socket), prints `ready` once all accept connections, returns when told to end."""
    asyncio.run(_serve(apps, ready, options))


async def _serve(apps, ready, options) -> None:
    servers = []
    for name, app, bound in apps:
        logged = RequestLog(app, name, options.request_log)
        config = uvicorn.Config(
            logged,
            log_level="warning",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
        servers.append((_Server(config), bound))

    def stop():
        for server, _ in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    tasks = [asyncio.create_task(server.serve(sockets=[bound])) for server, bound in servers]
    while not all(server.started for server, _ in servers):
        if any(task.done() for task in tasks):
            stop()
            await asyncio.gather(*tasks)
            sys.exit("a listener ended before it was ready")
        await asyncio.sleep(0.01)
    print(json.dumps(ready), flush=True)
    if options.until_stdin_closes:
        threading.Thread(target=_wait_for_stdin, args=(loop, stop), daemon=True).start()
    await asyncio.gather(*tasks)


def _wait_for_stdin(loop: asyncio.AbstractEventLoop, stop) -> None:
    while os.read(0, 4096):
        pass
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(stop)
