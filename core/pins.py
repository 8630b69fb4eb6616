"""Which PINs are good enough: 4 to 8 digits that are not the first that anybody would try."""

from itertools import pairwise

_OFTEN = frozenset(
    {"2580", "0852", "1122", "1313", "1004", "5683", "0007", "1314", "5200", "5201314", "8888"}
)
_SHORTEST, _LONGEST = 4, 8


def is_pin(text: str) -> bool:
    """Whether the text has the form of a PIN."""
    return text.isascii() and text.isdigit() and _SHORTEST <= len(text) <= _LONGEST


def is_weak(pin: str) -> bool:
    """Whether a PIN is a run (1234, 9876, 7890), repeats its beginning (1111, 1212, 123123) or is a common choice."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        return True
    repeats = any(pin == pin[:n] * (len(pin) // n) for n in range(1, len(pin) // 2 + 1) if len(pin) % n == 0)
    return repeats or pin in _OFTEN
