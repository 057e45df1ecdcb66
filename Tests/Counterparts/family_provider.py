"""An authorization server's memory for the SDK's provider protocol, usable with `mcp` 1.30.0 and 2.3.0.

Every authorization starts a family. A refresh rotates the refresh token inside it; presenting a rotated one again
revokes the whole family (OAuth 2.1 §4.3.1), as does revoking any of its tokens (RFC 7009 §2.1). An earlier access
token stays good until it expires, unlike FastMCP's provider, where rotation takes it away.
"""

import secrets
import time

from mcp.server.auth.provider import AccessToken, AuthorizationCode, RefreshToken, TokenError
from mcp.shared.auth import OAuthToken

from consent import with_parameters

CODE_LIFETIME = 60


class FamilyProvider:
    def __init__(self, access_token_lifetime: int, refresh_token_lifetime: int | None, default_scopes: list[str]):
        self.access_token_lifetime = access_token_lifetime
        self.refresh_token_lifetime = refresh_token_lifetime
        self.default_scopes = default_scopes
        self._clients: dict[str, object] = {}
        self._codes: dict[str, AuthorizationCode] = {}
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, RefreshToken] = {}
        self._family: dict[str, str] = {}
        self._rotated: set[str] = set()
        self._revoked: set[str] = set()

    async def get_client(self, client_id):
        return self._clients.get(client_id)

    async def register_client(self, client_info):
        self._clients[client_info.client_id] = client_info

    async def authorize(self, client, params) -> str:
        code = secrets.token_urlsafe(24)
        self._family[code] = secrets.token_hex(8)
        self._codes[code] = AuthorizationCode(
            code=code,
            scopes=params.scopes or self.default_scopes,
            expires_at=time.time() + CODE_LIFETIME,
            client_id=client.client_id,
            code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
            resource=params.resource,
        )
        return with_parameters(str(params.redirect_uri), code=code, state=params.state)

    async def load_authorization_code(self, client, authorization_code):
        return self._codes.get(authorization_code)

    async def exchange_authorization_code(self, client, authorization_code):
        code = authorization_code.code
        if self._codes.pop(code, None) is None:
            raise TokenError("invalid_grant", "this code was used before")
        return self._issue(self._family[code], client.client_id, authorization_code.scopes, authorization_code.resource)

    async def load_refresh_token(self, client, refresh_token):
        family = self._family.get(refresh_token)
        if refresh_token in self._rotated:
            self._revoked.add(family)
        return None if family is None or family in self._revoked else self._refresh.get(refresh_token)

    async def exchange_refresh_token(self, client, refresh_token, scopes):
        if refresh_token.token in self._rotated:
            raise TokenError("invalid_grant", "this refresh token was rotated away")
        self._rotated.add(refresh_token.token)
        return self._issue(self._family[refresh_token.token], client.client_id, scopes, refresh_token.resource)

    async def load_access_token(self, token):
        return None if self._family.get(token) in self._revoked else self._access.get(token)

    async def revoke_token(self, token) -> None:
        self._revoked.add(self._family[token.token])

    def _issue(self, family: str, client_id: str, scopes: list[str], resource: str | None) -> OAuthToken:
        now = int(time.time())
        access = AccessToken(
            token=f"access-{secrets.token_urlsafe(24)}",
            client_id=client_id,
            scopes=scopes,
            expires_at=now + self.access_token_lifetime,
            resource=resource,
        )
        refresh = RefreshToken(
            token=f"refresh-{secrets.token_urlsafe(24)}",
            client_id=client_id,
            scopes=scopes,
            expires_at=now + self.refresh_token_lifetime if self.refresh_token_lifetime else None,
            resource=resource,
        )
        self._access[access.token], self._refresh[refresh.token] = access, refresh
        self._family[access.token] = self._family[refresh.token] = family
        return OAuthToken(
            access_token=access.token,
            token_type="Bearer",
            expires_in=self.access_token_lifetime,
            refresh_token=refresh.token,
            scope=" ".join(scopes),
        )
