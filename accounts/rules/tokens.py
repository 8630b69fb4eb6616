"""Which long-lived tokens there are (``core.sealed``), and the form of enrolment codes."""

import hashlib
from uuid import UUID

TERMINAL = "ztt_"
REFRESH = "ztr_"
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def code_text(code: str) -> str:
    """An enrolment code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def code_hash(tenant_id: UUID, typed: str) -> bytes:
    """What is kept of an enrolment code, however it was typed. It lives for hours and its door is rate-limited."""
    return _hash(tenant_id, typed, "")


def enrolment_hash(tenant_id: UUID, typed: str, key: str) -> bytes:
    """What is kept of the code and the key with which a device was enrolled, to know the same request again."""
    return _hash(tenant_id, typed, f"/{key}")


def _hash(tenant_id: UUID, typed: str, more: str) -> bytes:
    plain = "".join(c for c in typed.upper() if c.isalnum())
    return hashlib.sha256(tenant_id.bytes + f"{plain}{more}".encode()).digest()
