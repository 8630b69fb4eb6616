"""Phone numbers: one spelling for each, and what is shown of them."""

import re
import unicodedata

AGREES_TO = ("marketing", "profiling", "sms")  # what somebody may agree to be told or counted for
_NOT_DIGITS = re.compile(r"[\s().\-]")
_CHINA = re.compile(r"^(\+86|0086)+")
_PHONE = re.compile(r"\+?[0-9]{6,15}")


def phone_spelling(text: str) -> str | None:
    """A phone number as it is kept: digits, with + in front where it was given; None when it is no number.

    A Chinese number loses its country code, so that +86 138… and 138… are one person; full-width digits (１３８) are digits.
    """
    found = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    found = _CHINA.sub("", found)
    return found if _PHONE.fullmatch(found) else None


def masked(phone: str | None) -> str | None:
    """A phone number of which the middle is hidden: 138****5678."""
    if phone is None:
        return None
    shown = 3 if len(phone) >= 11 else 1
    return f"{phone[:shown]}****{phone[-4:]}" if len(phone) > 7 else f"{phone[:1]}****"
