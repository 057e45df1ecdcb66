#!/usr/bin/env python3
"""MCP Python SDK 1.30.0 (sessions, up to 2025-11-25): authorization server and MCP server of one process."""

from mcp.server.auth.provider import ProviderTokenVerifier
from mcp.server.auth.routes import create_auth_routes
from mcp.server.auth.settings import AuthSettings, ClientRegistrationOptions, RevocationOptions
from mcp.server.fastmcp import Context, FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from starlette.applications import Starlette

import harness
import sdk_options
from tools import add_tools


def main() -> None:
    options = sdk_options.parse(__doc__)
    if options.iss == "advertised":
        raise SystemExit("SDK 1.30.0 has no metadata field for iss: use --iss sent")
    resource_socket = harness.listener(options.port)
    issuer_socket = resource_socket if options.one_origin else harness.listener(0)
    resource = harness.origin(resource_socket) + "/mcp"
    settings = AuthSettings(
        issuer_url=harness.origin(issuer_socket),
        resource_server_url=resource,
        required_scopes=options.required_scopes.split(),
        validate_token_resource=True,
        client_registration_options=ClientRegistrationOptions(
            enabled=True,
            valid_scopes=[sdk_options.READ, sdk_options.WRITE],
            default_scopes=options.default_scopes.split(),
        ),
        revocation_options=RevocationOptions(enabled=True),
    )
    # This version appends a slash to an issuer without a path; what it publishes is what the client must compare with.
    issuer = str(settings.issuer_url)
    provider = sdk_options.provider(options, issuer, harness.origin(issuer_socket))
    server = FastMCP(
        "counterpart-legacy", auth=settings, token_verifier=ProviderTokenVerifier(provider), log_level="WARNING"
    )
    add_tools(server, Context, ToolError)
    resource_app = server.streamable_http_app()
    issuer_routes = provider.consent_routes() + create_auth_routes(
        provider, settings.issuer_url, None, settings.client_registration_options, settings.revocation_options
    )
    if options.one_origin:
        resource_app.router.routes[:0] = issuer_routes
        apps = [("mcp", resource_app, resource_socket)]
    else:
        apps = [("issuer", Starlette(routes=issuer_routes), issuer_socket), ("mcp", resource_app, resource_socket)]
    harness.serve(apps, {"mcp": resource, "issuer": issuer}, options)


if __name__ == "__main__":
    main()
