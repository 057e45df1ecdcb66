"""Raw HTTP as the probe needs it: one method for each kind of request, printing the answer as it came."""

import argparse
import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qsl, urlencode, urlsplit

try:
    import httpx
except ImportError:  # the environment of SDK 2.x carries its successor
    import httpx2 as httpx

MODERN, LEGACY = "2026-07-28", "2025-11-25"
REDIRECT = "http://127.0.0.1:53682/callback"
SHOWN_HEADERS = ("www-authenticate", "content-type", "mcp-session-id", "location", "allow", "cache-control")
SECRET_NAMES = ("access_token", "refresh_token", "client_secret", "code")


def shortened(value):
    """Secrets cut to their first characters, so that the printed walk can go into a report."""
    if isinstance(value, dict):
        return {
            k: f"{v[:8]}..." if k in SECRET_NAMES and isinstance(v, str) else shortened(v) for k, v in value.items()
        }
    if isinstance(value, list):
        return [shortened(item) for item in value]
    return value


class Stopped(Exception):
    """The server's answer leaves nothing to walk on with."""


class Wire:
    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.http = httpx.Client(follow_redirects=False, timeout=15, trust_env=False)
        self.failed: list[str] = []
        self.session: dict[str, str] = {}
        self.era = MODERN

    # Printing

    def show(self, step: str, answer, must: int | None = None, trim: int = 700):
        wrong = must is not None and answer.status_code != must
        if wrong:
            self.failed.append(f"{step}: {answer.status_code} instead of {must}")
        print(f"\n{'!!' if wrong else '--'} {step}: {answer.status_code}")
        for name in SHOWN_HEADERS:
            if name in answer.headers:
                print(f"   {name}: {self.without_code(answer.headers[name])}")
        try:
            print("  ", json.dumps(shortened(answer.json()))[:trim])
        except ValueError:
            text = answer.text.replace("\r", "").strip()
            print("  ", text.replace("\n", "\n   ")[:trim] if text else "(empty body)")
        return answer

    @staticmethod
    def without_code(value: str) -> str:
        code = dict(parse_qsl(urlsplit(value).query)).get("code") if "code=" in value else None
        return value.replace(code, code[:8] + "...") if code else value

    # MCP

    def message(self, method: str, params: dict, *, token: str | None, drop=(), meta=True, **headers):
        """One JSON-RPC POST in the server's era. `drop` names headers to leave out; `headers` override (_ is -)."""
        sent = {
            "accept": "application/json, text/event-stream",
            "content-type": "application/json",
            "mcp-protocol-version": self.era,
        }
        if token:
            sent["authorization"] = f"Bearer {token}"
        params = dict(params)
        if self.era == MODERN:
            sent["mcp-method"] = method
            if "name" in params:
                sent["mcp-name"] = params["name"]
            if meta:
                params["_meta"] = params.get("_meta", {}) | {
                    "io.modelcontextprotocol/protocolVersion": headers.get("mcp_protocol_version", self.era),
                    "io.modelcontextprotocol/clientCapabilities": {},
                    "io.modelcontextprotocol/clientInfo": {"name": "probe", "version": "1"},
                }
        sent |= self.session | {name.replace("_", "-"): value for name, value in headers.items()}
        for name in drop:
            sent.pop(name, None)
        body = {"jsonrpc": "2.0", "method": method, "params": params}
        if not method.startswith("notifications/"):
            body["id"] = secrets.randbelow(10**6)
        return self.http.post(self.options.url, json=body, headers=sent)

    def tool(self, step: str, name: str, arguments: dict, token: str, must: int | None = None, meta=None, **more):
        params = {"name": name, "arguments": arguments} | ({"_meta": meta} if meta else {})
        return self.show(step, self.message("tools/call", params, token=token, **more), must)

    # Authorization

    def discover(self):
        answer = self.show("tools/list without a token", self.message("tools/list", {}, token=None), 401)
        self.show("tools/list with an unknown token", self.message("tools/list", {}, token="nonsense"), 401)
        challenge = answer.headers.get("www-authenticate", "")
        url = urlsplit(self.options.url)
        origin = f"{url.scheme}://{url.netloc}"
        prm = challenge.partition('resource_metadata="')[2].partition('"')[0]
        self.prm = self.show(f"protected resource metadata, {prm}", self.http.get(prm), 200).json()
        self.show("the same at the root form", self.http.get(f"{origin}/.well-known/oauth-protected-resource"))
        issuer = self.prm["authorization_servers"][0]
        base, path = issuer.rstrip("/"), urlsplit(issuer).path.rstrip("/")
        self.issuer = issuer
        found = self.http.get(base.removesuffix(path) + "/.well-known/oauth-authorization-server" + path)
        self.metadata = self.show(f"authorization server metadata of {issuer}", found, 200, trim=1500).json()
        print(f"   issuer identical in both documents: {self.metadata['issuer'] == issuer}")
        self.show("OpenID Connect metadata", self.http.get(base + "/.well-known/openid-configuration"))

    def register(self, method: str, scope: str | None, **changes):
        document = (
            {
                "redirect_uris": [REDIRECT],
                "client_name": "probe",
                "application_type": "native",
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
                "token_endpoint_auth_method": method,
            }
            | ({"scope": scope} if scope else {})
            | changes
        )
        answer = self.http.post(self.metadata["registration_endpoint"], json=document)
        self.show(f"registration, {method} {changes or ''}", answer, None if changes else 201)
        return answer.json()

    def authorize(self, client: dict, scope: str | None, show=True, **changes) -> dict:
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        query = (
            {
                "response_type": "code",
                "client_id": client["client_id"],
                "redirect_uri": REDIRECT,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
                "state": secrets.token_urlsafe(16),
                "resource": self.prm["resource"],
            }
            | ({"scope": scope} if scope else {})
            | changes
        )
        query = {name: value for name, value in query.items() if value is not None}
        answer = self.http.get(self.metadata["authorization_endpoint"] + "?" + urlencode(query))
        if show:
            step = "authorization" + (f" with {changes}" if changes else "")
            self.show(step, answer, None if changes else 302)
        given = dict(parse_qsl(urlsplit(answer.headers.get("location", "")).query))
        return given | {"verifier": verifier, "state_matches": given.get("state") == query["state"]}

    def authenticated(self, client: dict, form: dict, style: str):
        """`style`: as registered, or a dialect: basic+id repeats client_id in the body, basic leaves it out."""
        if style == "none":
            return form | {"client_id": client["client_id"]}, {}
        if style == "post":
            return form | {"client_id": client["client_id"], "client_secret": client["client_secret"]}, {}
        credentials = f"{client['client_id']}:{client['client_secret']}".encode()
        header = {"authorization": "Basic " + base64.b64encode(credentials).decode()}
        return (form | {"client_id": client["client_id"]} if style == "basic+id" else form), header

    def token(self, step: str, client: dict, form: dict, style: str, must: int | None = None):
        form, headers = self.authenticated(client, form | {"resource": self.prm["resource"]}, style)
        answer = self.http.post(
            self.metadata["token_endpoint"], data=form, headers=headers | {"accept": "application/json"}
        )
        return self.show(step, answer, must)

    def redeem(self, step: str, client: dict, given: dict, style: str, must: int | None = None, **changes):
        form = {"grant_type": "authorization_code", "code": given.get("code", ""), "redirect_uri": REDIRECT}
        return self.token(step, client, form | {"code_verifier": given["verifier"]} | changes, style, must)

    def refresh(self, step: str, client: dict, token: str, style: str, must: int | None = None, **more):
        return self.token(step, client, {"grant_type": "refresh_token", "refresh_token": token} | more, style, must)

    def revoke(self, step: str, client: dict, form: dict, style: str, must: int | None = None):
        form, headers = self.authenticated(client, form, style)
        return self.show(step, self.http.post(self.metadata["revocation_endpoint"], data=form, headers=headers), must)
