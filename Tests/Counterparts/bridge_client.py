#!/usr/bin/env python3
"""A host of the installed SDK, 1.30.0 or 2.3.0: uses one of everything of bridge_server.py, over HTTP or over a command.

bridge_client.py URL | bridge_client.py COMMAND ARGUMENT ...
Prints what it was told as one line of JSON.
"""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager

seen: dict = {"progress": [], "changed": 0, "asked": 0}


async def progress(done, total, message):
    seen["progress"].append([done, total, message])


def url() -> str | None:
    return sys.argv[1] if sys.argv[1].startswith("http") else None


def parameters():
    from mcp.client.stdio import StdioServerParameters

    return StdioServerParameters(command=sys.argv[1], args=sys.argv[2:], env=dict(os.environ))


async def use(client, call, read, prompt) -> None:
    """What both generations share."""
    seen["tools"] = sorted(tool.name for tool in (await client.list_tools()).tools)
    seen["sum"] = text(await call("add", {"a": 20, "b": 22}))
    seen["count"] = text(await call("count", {"steps": 3}, progress_callback=progress))
    seen["large"] = len(text(await call("large", {"size": 300_000})))
    seen["paint"] = text(await call("paint", {}))
    seen["resources"] = [str(found.uri) for found in (await client.list_resources()).resources]
    seen["note"] = (await read("note://by/ada")).contents[0].text
    seen["prompts"] = [found.name for found in (await client.list_prompts()).prompts]
    seen["greeting"] = (await prompt("greet", {"name": "Ada"})).messages[0].content.text
    many = await asyncio.gather(*(call("add", {"a": n, "b": 1}) for n in range(20)))
    seen["many"] = [text(result) for result in many] == [str(n + 1) for n in range(20)]
    seen["unknown"] = await refused(call("no_such_tool", {}))
    try:
        await asyncio.wait_for(call("count", {"steps": 100, "pause": 0.1}), 0.5)
        seen["cancelled"] = False
    except (TimeoutError, asyncio.TimeoutError):
        seen["cancelled"] = True
    seen["after"] = text(await call("add", {"a": 1, "b": 1}))


def text(result) -> str:
    return result.content[0].text


async def refused(call) -> bool:
    try:
        result = await call
    except Exception:
        return True
    return bool(getattr(result, "is_error", getattr(result, "isError", False)))


async def modern() -> None:
    from mcp import Client
    from mcp_types import ElicitResult
    from mcp.client.stdio import stdio_client

    async def elicit(context, params):
        seen["asked"] += 1
        return ElicitResult(action="accept", content={"color": "blue"})

    target = url() or stdio_client(parameters())
    async with Client(target, elicitation_callback=elicit, mode=os.environ.get("MODE", "auto")) as client:
        seen["version"] = client.protocol_version
        seen["server"] = client.server_info.name if client.server_info else None
        await use(client, client.call_tool, client.read_resource, client.get_prompt)


async def legacy() -> None:
    from mcp import ClientSession, types
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamablehttp_client

    async def elicit(context, params):
        seen["asked"] += 1
        return types.ElicitResult(action="accept", content={"color": "blue"})

    async def heard(message) -> None:
        root = getattr(message, "root", None)
        if isinstance(root, types.ToolListChangedNotification):
            seen["changed"] += 1

    @asynccontextmanager
    async def streams():
        if url():
            async with streamablehttp_client(url()) as (reading, writing, _):
                yield reading, writing
        else:
            async with stdio_client(parameters()) as (reading, writing):
                yield reading, writing

    async with streams() as (reading, writing):
        async with ClientSession(reading, writing, elicitation_callback=elicit, message_handler=heard) as client:
            begun = await client.initialize()
            seen["version"], seen["server"] = begun.protocolVersion, begun.serverInfo.name
            await use(client, client.call_tool, client.read_resource, client.get_prompt)
            await client.call_tool("grow", {})
            for _ in range(100):
                if seen["changed"]:
                    break
                await asyncio.sleep(0.02)
            seen["grown"] = sorted(tool.name for tool in (await client.list_tools()).tools)


def main() -> None:
    try:
        from mcp import Client  # noqa: F401

        run = modern
    except ImportError:
        run = legacy
    asyncio.run(asyncio.wait_for(run(), 40))
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main()
