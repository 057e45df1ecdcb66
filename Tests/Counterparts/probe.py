#!/usr/bin/env python3
"""Walks one MCP server over raw HTTP and prints what it really answered, without any MCP or OAuth library.

Discovery, registration, PKCE, authorization, token, tools in the era the server speaks, refresh, reuse, revocation.
Ends with status 1 when a step that every counterpart must pass did not.
"""

import argparse
import sys
import time

from wire import LEGACY, MODERN, REDIRECT, Stopped, Wire


class Walk(Wire):
    def run(self) -> int:
        try:
            self.walk()
        except Stopped as reason:
            self.failed.append(str(reason))
        print("\n== " + ("; ".join(self.failed) if self.failed else "every required step passed"))
        return 1 if self.failed else 0

    def walk(self):
        scope, style = self.options.scope, "none"
        self.discover()
        client = self.register("none", scope)
        if self.options.refusals:
            self.register("none", scope, redirect_uris=["http://evil.example/callback"])
            self.register("none", scope, redirect_uris=[])
            self.register("none", scope, grant_types=["authorization_code"])
            self.register("private_key_jwt", scope, grant_types=["authorization_code", "refresh_token"])
            self.register("none", "no:such", client_name="wants no:such")
            self.authorize(client, scope, redirect_uri="http://127.0.0.1:1/other")
            self.authorize(client, scope, redirect_uri=REDIRECT.replace("53682", "53683"))
            self.authorize(client, scope, client_id="unknown")
            self.authorize(client, scope, code_challenge=None)
            self.authorize(client, "no:such", state="short")
            self.authorize(client, scope, resource=None)
        given = self.authorize(client, scope)
        print(f"   state matches: {given['state_matches']}; iss: {given.get('iss')}")
        if "code" not in given:
            raise Stopped(f"no code: {given.get('error', 'not sent back to the redirect URI')}")
        if self.options.refusals:
            self.redeem("token with a wrong verifier", client, given, style, code_verifier="x" * 43)
            self.redeem("token with an unknown code", client, given, style, code="unknown")
        tokens = self.redeem("token", client, given, style, 200).json()
        access = tokens["access_token"]
        self.detect_era(access)
        self.tools(access)
        self.redeem("the same code again", client, given, style)
        self.tool("access token after the code was replayed", "add", {"a": 1, "b": 1}, access)
        if self.options.refusals:
            self.unusual(client, scope, style)
        self.rotation(client, scope, tokens, style)
        self.revocation(client, scope, style)
        self.secrets(scope)
        if tokens["expires_in"] <= 5:
            self.expiry(client, scope, style)
        if "mcp-session-id" in self.session:
            self.sessions(client, scope, style)

    def detect_era(self, access: str):
        answer = self.show("server/discover", self.message("server/discover", {}, token=access), trim=1200)
        if answer.status_code == 200:
            return
        if answer.status_code == 403:
            raise Stopped("the token was not enough")
        self.tool("stateless tools/call at a session server", "add", {"a": 1, "b": 2}, access)
        self.era = LEGACY
        hello = {"protocolVersion": LEGACY, "capabilities": {}, "clientInfo": {"name": "probe", "version": "1"}}
        answer = self.show(
            "initialize", self.message("initialize", hello, token=access, drop=["mcp-protocol-version"]), 200
        )
        self.session = {"mcp-session-id": answer.headers["mcp-session-id"]}
        self.show("initialized", self.message("notifications/initialized", {}, token=access), 202)

    def tools(self, access: str):
        self.show("tools/list", self.message("tools/list", {}, token=access), 200, trim=1600)
        self.tool("tools/call add", "add", {"a": 20, "b": 22}, access, 200)
        self.tool("a tool that fails", "fail", {"reason": "always"}, access, 200)
        self.tool("an unknown tool", "nothing", {}, access)
        self.tool("a badly typed argument", "add", {"a": "x", "b": 1}, access)
        self.tool("a tool with progress", "count", {"steps": 2}, access, 200, meta={"progressToken": "p"})
        self.tool("x-mcp-header mirrored", "locate", {"region": "us-west1"}, access, 200, mcp_param_region="us-west1")
        self.tool("x-mcp-header left out", "locate", {"region": "us-west1"}, access)
        self.tool("x-mcp-header that differs", "locate", {"region": "us-west1"}, access, mcp_param_region="eu")
        add = {"name": "add", "arguments": {"a": 1, "b": 2}}
        print("\n   -- what it refuses --")
        for step, more in {
            "Accept with JSON only": {"accept": "application/json"},
            "unknown version": {"mcp_protocol_version": "2099-01-01"},
            "no version header": {"drop": ["mcp-protocol-version"]},
            "no mcp-method": {"drop": ["mcp-method"]},
            "wrong mcp-name": {"mcp_name": "echo"},
            "no _meta": {"meta": False},
            "foreign Origin": {"origin": "http://evil.example"},
            "foreign Host": {"host": "evil.example"},
        }.items():
            self.show(step, self.message("tools/call", add, token=access, **more))
        self.show("unknown method", self.message("no/such", {}, token=access))
        self.show(
            "GET",
            self.http.get(
                self.options.url, headers={"authorization": f"Bearer {access}", "accept": "application/json"}
            ),
        )

    def unusual(self, client: dict, scope: str | None, style: str):
        for step, resource in {"no resource": None, "another resource": "http://127.0.0.1:1/mcp"}.items():
            given = self.authorize(client, scope, show=False, resource=resource)
            answer = self.redeem(f"token, authorized with {step}", client, given, style)
            if answer.status_code == 200:
                self.tool(
                    f"its access token, authorized with {step}", "add", {"a": 1, "b": 1}, answer.json()["access_token"]
                )
        given = self.authorize(client, scope, show=False)
        form = {"grant_type": "authorization_code", "code": given.get("code", ""), "code_verifier": given["verifier"]}
        self.token("token without redirect_uri", client, form, style)
        access = self.redeem("the same code with it", client, given, style).json().get("access_token")
        slash = self.http.post(self.options.url + "/", json={}, headers={"authorization": f"Bearer {access}"})
        self.show("POST with a slash after the path", slash)
        for version in ("2025-06-18", "2099-01-01", MODERN):
            hello = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "probe", "version": "1"}}
            body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
            headers = {"authorization": f"Bearer {access}", "accept": "application/json, text/event-stream"}
            self.show(f"initialize at {version}", self.http.post(self.options.url, json=body, headers=headers))

    def rotation(self, client: dict, scope: str | None, tokens: dict, style: str):
        wider = {"scope": "no:such"}
        self.refresh("refresh asking a scope never granted", client, tokens["refresh_token"], style, **wider)
        fresh = self.refresh("refresh", client, tokens["refresh_token"], style, 200).json()
        print(f"   rotated: {fresh.get('refresh_token') not in (None, tokens['refresh_token'])}")
        self.tool("the access token from before", "add", {"a": 1, "b": 1}, tokens["access_token"])
        self.tool("the new access token", "add", {"a": 1, "b": 1}, fresh["access_token"], 200)
        self.refresh("the rotated refresh token again", client, tokens["refresh_token"], style)
        self.tool("the new access token after that reuse", "add", {"a": 1, "b": 1}, fresh["access_token"])
        self.refresh("the new refresh token after that reuse", client, fresh["refresh_token"], style)
        self.refresh("refresh with an unknown client", {"client_id": "unknown"}, fresh["refresh_token"], style)

    def revocation(self, client: dict, scope: str | None, style: str):
        given = self.authorize(client, scope, show=False)
        tokens = self.redeem("token for the revocation steps", client, given, style, 200).json()
        form = {"token": tokens["refresh_token"], "token_type_hint": "refresh_token"}
        self.revoke("revoke as a public client", client, form, style)
        self.tool("access token after that", "add", {"a": 1, "b": 1}, tokens["access_token"])
        self.revoke("revoke with an empty client_secret", client, form | {"client_secret": ""}, style, 200)
        self.tool("access token after the revocation", "add", {"a": 1, "b": 1}, tokens["access_token"], 401)
        self.refresh("refresh after the revocation", client, tokens["refresh_token"], style)
        self.revoke("revoke an unknown token", client, {"token": "unknown", "client_secret": ""}, style, 200)

    def secrets(self, scope: str | None):
        """The dialects of a client that holds a secret."""
        basic = self.register("client_secret_basic", scope)
        for style in ("basic", "basic+id", "post"):
            given = self.authorize(basic, scope, show=False)
            answer = self.redeem(f"token, registered as Basic, sent as {style}", basic, given, style)
            if answer.status_code == 200:
                form = {"token": answer.json()["refresh_token"]}
                self.revoke(f"revoke sent as {style}", basic, form, style)
                self.revoke(
                    f"revoke sent as {style}, with client_secret empty", basic, form | {"client_secret": ""}, style
                )
        post = self.register("client_secret_post", scope)
        given = self.authorize(post, scope, show=False)
        self.redeem("token, registered as post, sent as basic+id", post, given, "basic+id")
        answer = self.redeem("token, registered as post, sent as post", post, given, "post", 200)
        self.revoke("revoke sent as post", post, {"token": answer.json()["refresh_token"]}, "post", 200)
        given = self.authorize(post, scope, show=False)
        self.redeem("token, wrong secret", post | {"client_secret": "wrong"}, given, "post")

    def expiry(self, client: dict, scope: str | None, style: str):
        held, shown = (
            self.redeem(
                f"token for the expiry steps, {use}", client, self.authorize(client, scope, show=False), style, 200
            ).json()
            for use in ("kept back", "to be presented")
        )
        time.sleep(shown["expires_in"] + 1.1)
        self.refresh("refresh after expiry", client, held["refresh_token"], style, 200)
        self.tool("expired access token", "add", {"a": 1, "b": 1}, shown["access_token"], 401)
        self.refresh("refresh after the expired token was presented", client, shown["refresh_token"], style)

    def sessions(self, client: dict, scope: str | None, style: str):
        given = self.authorize(client, scope, show=False)
        access = self.redeem("token for the session steps", client, given, style, 200).json()["access_token"]
        self.tool("the session with another token of the same client", "add", {"a": 1, "b": 1}, access)
        unknown = {"mcp_session_id": "0" * 32}
        self.tool("an unknown session", "add", {"a": 1, "b": 1}, access, **unknown)
        self.tool("no session", "add", {"a": 1, "b": 1}, access, drop=["mcp-session-id"])
        headers = self.session | {"authorization": f"Bearer {access}"}
        self.show("DELETE of the session", self.http.delete(self.options.url, headers=headers))
        self.tool("the deleted session", "add", {"a": 1, "b": 1}, access)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("url", help='the MCP endpoint, as the ready line\'s "mcp"')
    arguments.add_argument("--scope", help="asked at registration and authorization; default: none")
    arguments.add_argument(
        "--refusals", action="store_true", help="also walk the wrong registrations and authorizations"
    )
    sys.exit(Walk(arguments.parse_args()).run())
