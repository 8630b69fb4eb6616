"""One-time codes that change with the clock: TOTP (RFC 6238) over HOTP (RFC 4226), with SHA-1 as authenticators have it."""

import hashlib
import hmac

STEP_SECONDS = 30
DIGITS = 6
KEY_BYTES = 20
# Somebody reads it aloud and somebody types it: the step before counts, too.
LATE_STEPS = 1


def step_at(seconds: int) -> int:
    """Which step the second since 1970 falls into."""
    return seconds // STEP_SECONDS


def code_at(key: bytes, step: int) -> str:
    """The code of a step: six digits."""
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(key: bytes, code: str, step: int, used_step: int) -> int | None:
    """The step that a code belongs to, of those that count now and were not used yet; None when it is wrong."""
    for candidate in range(step, step - LATE_STEPS - 1, -1):
        is_right = hmac.compare_digest(code_at(key, candidate).encode(), code.encode())
        if is_right and candidate > used_step:
            return candidate
    return None
