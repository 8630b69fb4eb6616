"""What a search field matches: pinyin initials, code, Chinese and English name, full pinyin."""

from collections.abc import Iterable
from itertools import islice, product

from pypinyin import Style, pinyin

# A name with several characters of several readings has many spellings; people type one of the first.
SPELLINGS = 8
# Of one character; what comes after the first two is rare.
READINGS = 2


def search_text(name: dict[str, str], codes: Iterable[str]) -> str:
    """Lower-case words joined by ``|``: "yxrs|a12|鱼香肉丝|yuxiangrousi|fish-fragrant pork".

    A character with several readings (长, 行) gives a spelling for each, unless a known word around it settles which.
    """
    zh = name.get("zh", "")
    spellings = list(islice(product(*_readings(zh)), SPELLINGS)) if zh else []
    initials = ["".join(syllable[0] for syllable in spelling) for spelling in spellings]
    full = ["".join(spelling) for spelling in spellings]
    words = [*initials, *codes, zh, *full, *(text for language, text in name.items() if language != "zh")]
    cleaned = (word.strip().lower().replace("|", " ") for word in words)
    return "|".join(dict.fromkeys(word for word in cleaned if word))


def _readings(text: str) -> list[list[str]]:
    """For each Chinese character its common readings; anything else is read as itself, letter by letter."""
    found = pinyin(
        text,
        style=Style.NORMAL,
        heteronym=True,
        errors=_letters,  # type: ignore[arg-type]  # its stub forgets lists
    )
    spoken = [[word for word in readings[:READINGS] if word.isalnum()] for readings in found]
    return [readings for readings in spoken if readings]


def _letters(run: str) -> list[list[str]]:
    return [[letter] for letter in run]
