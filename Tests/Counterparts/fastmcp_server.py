#!/usr/bin/env python3
"""FastMCP 4.1.2 with its own InMemoryOAuthProvider, everything on one loopback port."""

from fastmcp import Context, FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.server.auth.providers import in_memory
from mcp.server.auth.settings import ClientRegistrationOptions, RevocationOptions

import harness
from consent import Consent
from tools import add_tools


class ConsentingProvider(Consent, in_memory.InMemoryOAuthProvider):
    """FastMCP's provider, which approves everything, behind the consent question."""


def main() -> None:
    parser = harness.parser(__doc__, access_token_lifetime=3600)
    parser.add_argument("--required-scopes", default="", metavar="SCOPES", help="what the MCP endpoint demands")
    options = parser.parse_args()
    in_memory.DEFAULT_ACCESS_TOKEN_EXPIRY_SECONDS = options.access_token_lifetime
    bound = harness.listener(options.port)
    origin = harness.origin(bound)
    scopes = options.required_scopes.split() or None
    provider = ConsentingProvider(
        base_url=origin,
        client_registration_options=ClientRegistrationOptions(enabled=True, valid_scopes=scopes, default_scopes=scopes),
        revocation_options=RevocationOptions(enabled=True),
        required_scopes=scopes,
    )
    provider.consent_mode, provider.consent_origin = options.consent, origin
    server = FastMCP("counterpart-fastmcp", version="4.1.2", auth=provider)
    add_tools(server, Context, ToolError)
    app = server.http_app(path="/mcp")
    app.router.routes[:0] = provider.consent_routes()
    harness.serve([("mcp", app, bound)], {"mcp": origin + "/mcp", "issuer": str(provider.issuer_url)}, options)


if __name__ == "__main__":
    main()
