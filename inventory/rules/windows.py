"""Between which counts an item is looked at: an item that was not counted has no variance, and its window grows."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from inventory.values.report import CountResult, Span, Window


def windows_of(counts: Mapping[UUID, Sequence[CountResult]], span: Span) -> dict[UUID, Window]:
    """Each counted item's window: from its last count at the span's beginning, or before, to its last within the span.

    Without a count before, from its first within. ``counts`` in order of time, up to the span's end.
    """
    windows: dict[UUID, Window] = {}
    for item_id, found in counts.items():
        known = [count for count in found if count.at <= span.until]
        if not known or known[-1].at <= span.since:
            continue
        before = [count for count in known if count.at <= span.since] or known[:1]
        first, last = before[-1], known[-1]
        if first.at < last.at:
            windows[item_id] = Window(Span(first.at, last.at), first.closing, last.closing)
    return windows
