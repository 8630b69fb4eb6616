"""Long-lived tokens: whose they are stands in them, so that the tenant is known before anything is read.

A token is a prefix and the URL-safe Base64 of tenant id, own id and a random secret; only the secret's hash is kept.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from core.ids import new_id

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a token says: it belongs to this tenant's terminal, sign-in or member, and this proves it."""

    tenant_id: UUID
    id: UUID
    secret: bytes

    @classmethod
    def new(cls, tenant_id: UUID) -> "Sealed":
        """A token that nobody has yet."""
        return cls(tenant_id, new_id(), secrets.token_bytes(SECRET_BYTES))

    def text(self, prefix: str) -> str:
        """The token as it travels."""
        raw = self.tenant_id.bytes + self.id.bytes + self.secret
        return prefix + base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @property
    def kept(self) -> bytes:
        """What is kept of the secret."""
        return secret_hash(self.secret)

    def proves(self, kept: bytes) -> bool:
        """Whether the secret is the one whose hash was kept."""
        return hmac.compare_digest(self.kept, kept)


def unsealed(prefix: str, token: str) -> Sealed | None:
    """Read a token of this kind; None when it has not its form."""
    body = token.removeprefix(prefix)
    if body == token or not body.isascii():
        return None
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 32 + SECRET_BYTES:
        return None
    return Sealed(UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), raw[32:])


def secret_hash(secret: bytes) -> bytes:
    """What is kept of a secret; it is random and long, so a fast hash is enough."""
    return hashlib.sha256(secret).digest()
