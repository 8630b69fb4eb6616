"""Every event is heard by somebody, or named as waiting for somebody; and the guide says which."""

from tests.support.pages import GUIDE, UNHEARD, events, events_page, heard_after_commit, heard_at_once


def test_every_event_is_heard_or_waits_for_somebody() -> None:
    lost = {kind.__name__ for kind in events() if not heard_at_once(kind) and not heard_after_commit(kind)}
    assert lost == set(UNHEARD), "wire it in app/wiring.py, or say in tests/support/pages.py who it waits for"


def test_the_guide_tells_of_every_event() -> None:
    page = (GUIDE / "events.md").read_text(encoding="utf-8")
    assert page == events_page(), "make it anew: .venv/bin/python -m tests.support.pages"


def test_events_are_past_facts() -> None:
    past = ("ed", "Given", "Ready", "Made", "Remade", "Paid")
    assert [kind.__name__ for kind in events() if not kind.__name__.endswith(past)] == []
