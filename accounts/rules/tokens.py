"""The form of long-lived tokens: whose they are stands in them, so that the tenant is known before anything is read.

A token is a prefix and the URL-safe Base64 of tenant id, own id and a random secret; only the secret's hash is kept.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

TERMINAL = "ztt_"
REFRESH = "ztr_"
SECRET_BYTES = 32
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a token says: it belongs to this tenant's terminal or session, and this proves it."""

    tenant_id: UUID
    id: UUID
    secret: bytes

    def text(self, prefix: str) -> str:
        """The token as it travels."""
        raw = self.tenant_id.bytes + self.id.bytes + self.secret
        return prefix + base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def proves(self, kept: bytes) -> bool:
        """Whether the secret is the one whose hash was kept."""
        return hmac.compare_digest(secret_hash(self.secret), kept)


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


def code_text(code: str) -> str:
    """An enrolment code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def code_hash(tenant_id: UUID, typed: str) -> bytes:
    """What is kept of an enrolment code, however it was typed. It lives for hours and its door is rate-limited."""
    plain = "".join(c for c in typed.upper() if c.isalnum())
    return hashlib.sha256(tenant_id.bytes + plain.encode()).digest()
