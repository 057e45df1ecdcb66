"""The question a person answers at an authorization server, put in front of any provider of either SDK version."""

import secrets
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Allow access?</title>
<h1>Allow access?</h1><p>{client} asks for: <code>{scopes}</code></p>
<form method="post"><input type="hidden" name="request" value="{request}">
<button id="allow" name="answer" value="allow">Allow</button>
<button id="deny" name="answer" value="deny">Deny</button></form></html>
"""


def with_parameters(url: str, **parameters: str | None) -> str:
    """`url` with the given query parameters added; those that are None stay out."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, True) + [(name, value) for name, value in parameters.items() if value is not None]
    return urlunsplit(parts._replace(query=urlencode(query)))


class Consent:
    """Mixed in before a provider: `authorize` asks first, and the provider's own answer is given on "allow"."""

    consent_mode = "auto"
    consent_origin = ""
    issuer_in_callback: str | None = None

    async def authorize(self, client, params) -> str:
        if self.consent_mode == "page":
            request = secrets.token_urlsafe(16)
            self._waiting = getattr(self, "_waiting", {}) | {request: (client, params)}
            return f"{self.consent_origin}/consent?request={request}"
        return await self._answer(client, params, allow=self.consent_mode == "auto")

    async def _answer(self, client, params, allow: bool) -> str:
        if allow:
            return with_parameters(await super().authorize(client, params), iss=self.issuer_in_callback)
        return with_parameters(
            str(params.redirect_uri),
            error="access_denied",
            error_description="The person refused",
            state=params.state,
            iss=self.issuer_in_callback,
        )

    def consent_routes(self) -> list[Route]:
        return [Route("/consent", self._page, methods=["GET"]), Route("/consent", self._decide, methods=["POST"])]

    async def _page(self, request: Request):
        identifier = request.query_params.get("request", "")
        waiting = getattr(self, "_waiting", {}).get(identifier)
        if waiting is None:
            return PlainTextResponse("no such request", status_code=404)
        client, params = waiting
        filled = _PAGE.format(
            client=escape(client.client_name or client.client_id),
            scopes=escape(" ".join(params.scopes or [])),
            request=escape(identifier, quote=True),
        )
        return HTMLResponse(filled)

    async def _decide(self, request: Request):
        form = await request.form()
        waiting = getattr(self, "_waiting", {}).pop(form.get("request"), None)
        if waiting is None:
            return PlainTextResponse("no such request", status_code=404)
        return RedirectResponse(await self._answer(*waiting, allow=form.get("answer") == "allow"), status_code=303)
