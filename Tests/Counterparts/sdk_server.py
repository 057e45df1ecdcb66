#!/usr/bin/env python3
"""MCP Python SDK 2.3.0 (2026-07-28): authorization server and MCP server on two loopback ports of one process."""

from mcp.server import MCPServer
from mcp.server.auth.handlers.metadata import MetadataHandler
from mcp.server.auth.provider import ProviderTokenVerifier
from mcp.server.auth.routes import build_metadata, cors_middleware, create_auth_routes
from mcp.server.auth.settings import AuthSettings, ClientRegistrationOptions, RevocationOptions
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from starlette.applications import Starlette
from starlette.routing import Route

import harness
import sdk_options
from tools import add_tools


def main() -> None:
    options = sdk_options.parse(__doc__)
    resource_socket = harness.listener(options.port)
    issuer_socket = resource_socket if options.one_origin else harness.listener(0)
    issuer, resource = harness.origin(issuer_socket), harness.origin(resource_socket) + "/mcp"
    provider = sdk_options.provider(options, issuer, issuer)
    settings = AuthSettings(
        issuer_url=issuer,
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
    server = MCPServer(
        "counterpart-sdk",
        version="2.3.0",
        auth=settings,
        token_verifier=ProviderTokenVerifier(provider),
        log_level="WARNING",
    )
    add_tools(server, Context, ToolError)
    resource_app = server.streamable_http_app(streamable_http_path="/mcp")
    issuer_routes = issuer_side(provider, settings, advertise_iss=options.iss == "advertised")
    if options.one_origin:
        resource_app.router.routes[:0] = issuer_routes
        apps = [("mcp", resource_app, resource_socket)]
    else:
        apps = [("issuer", Starlette(routes=issuer_routes), issuer_socket), ("mcp", resource_app, resource_socket)]
    harness.serve(apps, {"mcp": resource, "issuer": str(settings.issuer_url)}, options)


def issuer_side(provider, settings: AuthSettings, advertise_iss: bool) -> list[Route]:
    registration, revocation = settings.client_registration_options, settings.revocation_options
    routes = provider.consent_routes() + create_auth_routes(
        provider, settings.issuer_url, None, registration, revocation
    )
    if advertise_iss:
        metadata = build_metadata(settings.issuer_url, None, registration, revocation)
        metadata.authorization_response_iss_parameter_supported = True
        handler = cors_middleware(MetadataHandler(metadata).handle, ["GET", "OPTIONS"])
        routes.insert(0, Route("/.well-known/oauth-authorization-server", handler, methods=["GET", "OPTIONS"]))
    return routes


if __name__ == "__main__":
    main()
