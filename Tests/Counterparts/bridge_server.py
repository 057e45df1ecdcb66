#!/usr/bin/env python3
"""An MCP server without a login that has one of everything: of SDK 1.30.0 (sessions) or 2.3.0 (2026-07-28), whichever is installed.

Prints {"mcp": URL} and runs until standard input closes.
"""

import argparse
import asyncio
import json
import sys
import threading
from typing import Annotated

import uvicorn
from pydantic import BaseModel

import harness

try:
    from mcp.server import MCPServer as Server
    from mcp.server.mcpserver import Context
    from mcp.server.mcpserver.resolve import Elicit, Resolve

    IS_MODERN = True
except ImportError:
    from mcp.server.fastmcp import Context
    from mcp.server.fastmcp import FastMCP as Server

    IS_MODERN = False


class Answer(BaseModel):
    color: str


def make() -> Server:
    server = Server("bridge-counterpart", instructions="One of everything.", log_level="ERROR")

    @server.tool()
    def add(a: int, b: int) -> int:
        """Adds two integers."""
        return a + b

    @server.tool()
    async def count(steps: int, ctx: Context, pause: float = 0.02) -> str:
        """Reports progress once for each step."""
        for step in range(1, steps + 1):
            await ctx.report_progress(step, steps, f"step {step}")
            await asyncio.sleep(pause)
        return f"counted to {steps}"

    @server.tool()
    def large(size: int) -> str:
        """Answers with so many characters."""
        return "x" * size

    if IS_MODERN:

        async def colour(ctx: Context) -> Elicit[Answer]:
            return Elicit("Which colour?", Answer)

        @server.tool()
        def paint(colour: Annotated[Answer, Resolve(colour)]) -> str:
            """Asks for a colour."""
            return f"painted {colour.color}"

    else:

        @server.tool()
        async def paint(ctx: Context) -> str:
            """Asks for a colour."""
            result = await ctx.elicit("Which colour?", Answer)
            return f"painted {result.data.color}" if result.action == "accept" else result.action

    @server.resource("note://one")
    def one() -> str:
        """A note."""
        return "the first note"

    @server.resource("note://by/{name}")
    def by(name: str) -> str:
        """A note of someone's."""
        return f"a note by {name}"

    @server.prompt()
    def greet(name: str) -> str:
        """A greeting."""
        return f"Say hello to {name}."

    @server.tool()
    async def grow(ctx: Context) -> str:
        """Adds a tool, and says so."""
        server.add_tool(lambda: "new", name="grown", description="A new one.")
        if IS_MODERN:
            await ctx.notify_tools_changed()
        else:
            await ctx.session.send_tool_list_changed()
        return "grown"

    return server


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    socket = harness.listener(options.parse_args().port)
    app = make().streamable_http_app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))

    def wait() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()
    print(json.dumps({"mcp": harness.origin(socket) + "/mcp"}), flush=True)
    asyncio.run(server.serve(sockets=[socket]))


if __name__ == "__main__":
    main()
