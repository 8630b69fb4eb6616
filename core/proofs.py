"""What shows that a member agrees to something, for the rooms that ask for it and the one that looks at it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a member agrees: their PIN (``pin``), or the passing code on their phone (``code``)."""

    kind: str
    text: str = field(repr=False)
