"""Pages of the guide that are made from the code: `python -m tests.support.pages` writes them anew."""

from dataclasses import fields
from inspect import getdoc
from pathlib import Path

from app import wiring
from core.events import Event

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
# Told, and heard by nobody yet: who will want to know.
UNHEARD: dict[str, str] = {
    "MemberJoined": "whoever sends a word of welcome",
    "MembersMerged": "whoever keeps members' ids elsewhere",
    "TierReached": "whoever tells members of their tier",
    "CouponsGiven": "whoever tells members of their coupons",
}
HEAD = """\
# Events

What one room tells the others is a past fact: a row of `core_event`, written in the transaction that made it true. Who hears
what stands in one table, `app/wiring.py`. **At once** means in that same transaction: what must never be half done. **After
commit** means in order, in batches, each event exactly once per consumer; one whose handler keeps failing is parked
(`core_parked_event`), and the others go on.

Every event has `store_id` and `at`: the moment at the terminal, which is earlier than it was recorded when the terminal was offline.
Money is in minor units, quantities are exact decimals as text. This page is made from the code.
"""


def events() -> list[type[Event]]:
    """Every event of the product, by name."""
    known = [kind for kind in Event.registry.values() if not kind.__module__.startswith("tests")]
    return sorted((kind for kind in known if "test_" not in kind.__module__), key=lambda kind: kind.__name__)


def heard_at_once(kind: type[Event]) -> list[str]:
    """Who hears it in the transaction that makes it true."""
    return [f"{hear.__module__}.{hear.__name__}" for hear in wiring.SAME_TRANSACTION.get(kind, ())]


def heard_after_commit(kind: type[Event]) -> list[str]:
    """The consumers that hear it."""
    return [consumer.name for consumer in wiring.AFTER_COMMIT if kind in consumer.events]


def events_page() -> str:
    """docs/guide/events.md."""
    return HEAD + "".join(_part(kind) for kind in events())


def _part(kind: type[Event]) -> str:
    said = " ".join((getdoc(kind) or "").split())
    at_once = ", ".join(f"`{name}`" for name in heard_at_once(kind)) or "nobody"
    later = ", ".join(f"`{name}`" for name in heard_after_commit(kind)) or "nobody"
    own = [field.name for field in fields(kind) if field.name not in ("store_id", "at")]
    lines = [
        f"\n## {kind.__name__}\n",
        f"{said}\n",
        f"- Told by: `{kind.__module__.partition('.')[0]}`",
        f"- Heard at once by: {at_once}",
        f"- Heard after commit by: {later}",
        f"- Fields: {', '.join(f'`{name}`' for name in own)}",
    ]
    if kind.__name__ in UNHEARD:
        lines.append(f"- Waits for: {UNHEARD[kind.__name__]}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (GUIDE / "events.md").write_text(events_page(), encoding="utf-8")
