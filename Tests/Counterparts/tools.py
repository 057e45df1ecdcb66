"""The tools every counterpart offers, written against what the three `Context` and `tool` decorators share."""

import asyncio
from typing import Annotated

from pydantic import BaseModel, Field


class Sum(BaseModel):
    total: int
    terms: int


def add_tools(server, context_type: type, error_type: type[Exception]) -> None:
    """Registers the tools on `server`; its decorator injects `context_type`, and `error_type` becomes isError."""

    @server.tool()
    def add(a: int, b: int) -> Sum:
        """Adds two integers; answers with structured content."""
        return Sum(total=a + b, terms=2)

    @server.tool()
    def echo(text: str, times: int = 1) -> str:
        """Repeats a text."""
        return " ".join([text] * times)

    @server.tool()
    def fail(reason: str) -> str:
        """Always fails, as a tool error."""
        raise error_type(f"refused: {reason}")

    @server.tool()
    def locate(region: Annotated[str, Field(json_schema_extra={"x-mcp-header": "Region"})], zone: int = 0) -> str:
        """Takes a parameter that a 2026-07-28 client mirrors in the header Mcp-Param-Region."""
        return f"{region}/{zone}"

    async def count(steps: int, ctx, pause: float = 0.05) -> str:
        """Reports progress once for each step."""
        for step in range(1, steps + 1):
            await ctx.report_progress(step, steps, f"step {step}")
            await asyncio.sleep(pause)
        return f"counted to {steps}"

    count.__annotations__["ctx"] = context_type
    server.tool()(count)
