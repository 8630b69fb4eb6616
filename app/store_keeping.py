"""Keeps a store room's books from outside, as people would: what sales should have taken, documents, counts by hand."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.ids import new_id
from core.uow import Unit
from inventory.rules.days import day_begins
from inventory.services import count_entries, counts, documents, posting
from inventory.store.usage import Between, usage_between

Stock = dict[str, Decimal]
ZERO = Decimal(0)
HUNDREDTH = Decimal("0.01")


class Keeper:
    """Whoever keeps one store's room, in one transaction. Stock is told by the items' codes.

    ``items``: the items' ids, ``units``: their stock units, both by code; ``places``: where an item lies.
    """

    def __init__(
        self,
        unit: Unit,
        settings: StoreSettings,
        items: Mapping[str, UUID],
        units: Mapping[str, str],
        places: Mapping[UUID, UUID],
    ) -> None:
        self.unit, self.settings = unit, settings
        self.items, self.units, self.places = items, units, places

    def used(self, since: datetime, until: datetime) -> Stock:
        """What sales should have taken."""
        windows = {code: Between(item_id, since, until) for code, item_id in self.items.items()}
        found = usage_between(self.unit, self.settings.id, windows.values())
        return {code: found[window] for code, window in windows.items() if found.get(window)}

    def post(self, kind: str, at: datetime, lines: list[dict[str, Any]], **more: Any) -> None:
        """Write a document and post it; without lines there is none."""
        if lines:
            given = {"kind": kind, "at": at, "lines": lines, **more}
            row = documents.add_document(self.unit, self.settings.id, given)
            posting.post_document(self.unit, self.settings.id, row.id)

    def line(self, code: str, quantity: Decimal, **more: Any) -> dict[str, Any]:
        """A document's line."""
        return {"item_id": self.items[code], "quantity": quantity, "unit": self.units[code], **more}

    def fine(self, code: str, quantity: Decimal) -> Decimal:
        """As scales show it: grams, and whole pieces."""
        step = Decimal(1) if self.units[code] == "pc" else Decimal("0.001")
        return quantity.quantize(step, ROUND_HALF_EVEN)

    def count(self, at: datetime, held: Stock) -> None:
        """Count everything that is held, again where the sheet wants it, and approve."""
        unit, store_id = self.unit, self.settings.id
        counted = {self.items[code]: self._seen(code, quantity) for code, quantity in held.items()}
        units = {item_id: self.units[code] for code, item_id in self.items.items()}
        given = {"kind": "full", "at": at, "item_ids": list(counted)}
        count_id = counts.open_count(unit, store_id, given)["id"]
        asked: Iterable[UUID] = counted
        while True:
            entries = [
                {
                    "id": new_id(),
                    "item_id": item_id,
                    "location_id": self.places.get(item_id),
                    "quantity": counted[item_id],
                    "unit": units[item_id],
                    "counted_at": at + timedelta(minutes=5),
                }
                for item_id in asked
            ]
            count_entries.enter(unit, store_id, count_id, entries)
            sheet = counts.submit(unit, store_id, count_id)
            if sheet["count"]["state"] == "submitted":
                break
            lines = [line for place in sheet["locations"] for line in place["lines"]]
            asked = [line["item"]["id"] for line in lines if not line["entries"]]
        counts.approve(unit, store_id, count_id)

    def day_begins(self, moment: datetime) -> datetime:
        """When the business day of a moment began."""
        settings = self.settings
        day = clock.business_date(moment, settings.timezone, settings.cutoff_minutes)
        return day_begins(day, settings.timezone, settings.cutoff_minutes)

    def _seen(self, code: str, quantity: Decimal) -> Decimal:
        """As people count it: ten grams, and whole pieces."""
        return quantity.quantize(Decimal(1) if self.units[code] == "pc" else HUNDREDTH, ROUND_HALF_EVEN)
