"""Options that the two SDK servers share, and the provider built from them."""

import argparse

import harness
from consent import Consent
from family_provider import FamilyProvider

READ, WRITE = "mcp:read", "mcp:write"


class ConsentingProvider(Consent, FamilyProvider):
    """The family provider behind the consent question."""


def parse(description: str) -> argparse.Namespace:
    options = harness.parser(description, access_token_lifetime=3600)
    options.add_argument("--refresh-token-lifetime", type=int, metavar="SECONDS", help="default: never expires")
    options.add_argument("--required-scopes", default=READ, metavar="SCOPES", help="what the MCP endpoint demands")
    options.add_argument(
        "--default-scopes", default=READ, metavar="SCOPES", help="what a registration without scope gets"
    )
    options.add_argument(
        "--iss", choices=("absent", "sent", "advertised"), default="absent", help="RFC 9207 parameter on callbacks"
    )
    options.add_argument("--one-origin", action="store_true", help="authorization server on the MCP server's port")
    return options.parse_args()


def provider(options: argparse.Namespace, issuer: str, issuer_origin: str) -> ConsentingProvider:
    made = ConsentingProvider(
        options.access_token_lifetime, options.refresh_token_lifetime, options.default_scopes.split()
    )
    made.consent_mode, made.consent_origin = options.consent, issuer_origin
    made.issuer_in_callback = issuer if options.iss != "absent" else None
    return made
