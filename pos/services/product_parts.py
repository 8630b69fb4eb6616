"""Writing what hangs on a product: each list is given whole; entries with an id stay, others are new, missing ones go."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from pos.models.availability import AvailabilityRuleRow
from pos.models.menu import VariantRow
from pos.models.modifiers import GroupLinkRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from pos.rules.product_checks import Error, error
from pos.services.menu_edits import refuse_errors
from pos.store.products import Parts

R = TypeVar("R", VariantRow, SetGroupRow, SetOptionRow, SetFixedRow, AvailabilityRuleRow)
Entry = dict[str, Any]


def write_parts(unit: Unit, product_id: UUID, parts: Parts, fields: dict[str, Any]) -> None:
    """Bring the product's lists to what ``fields`` says; a list that is not named stays. ``parts``: as they stand."""
    writer = _Writer(unit, product_id)
    if "variants" in fields:
        writer.write_variants(parts.variants, fields["variants"])
    if "group_links" in fields:
        writer.write_links(parts.group_links, fields["group_links"])
    if "set_groups" in fields:
        writer.write_set_groups(parts, fields["set_groups"])
    if "set_fixed" in fields:
        owner = {"set_product_id": product_id}
        writer.sync(SetFixedRow, "set_fixed", parts.set_fixed, fields["set_fixed"], owner)
    if "availability_rules" in fields:
        owner = {"product_id": product_id}
        entries = fields["availability_rules"]
        writer.sync(
            AvailabilityRuleRow,
            "availability_rules",
            parts.availability_rules,
            entries,
            owner,
            has_sort=False,
        )
    refuse_errors(writer.errors)
    unit.session.flush()


class _Writer:
    """Writes one product's lists, and collects what refers to nothing."""

    def __init__(self, unit: Unit, product_id: UUID) -> None:
        self._unit = unit
        self._product_id = product_id
        self.errors: list[Error] = []

    def sync(
        self,
        model: type[R],
        path: str,
        standing: Sequence[R],
        entries: Sequence[Entry],
        owner: dict[str, UUID],
        *,
        has_sort: bool = True,
        leave: Callable[[R], None] | None = None,
    ) -> list[R]:
        """Make the rows of one list match its entries, in their order; answers them in that order."""
        left = {row.id: row for row in standing}
        rows = []
        for place, entry in enumerate(entries):
            values = {name: value for name, value in entry.items() if name not in ("id", "options")}
            if has_sort:
                values["sort"] = place
            row = left.pop(entry["id"], None) if entry.get("id") else None
            if row is None:
                if entry.get("id"):
                    self.errors.append(
                        error(f"{path}.{place}.id", "unknown", "This is not in the list; leave the id out.")
                    )
                row = model(tenant_id=self._unit.tenant_id, id=new_id(), **owner)
                self._unit.session.add(row)
            for name, value in values.items():
                setattr(row, name, value)
            rows.append(row)
        for row in left.values():
            (leave or self._unit.session.delete)(row)
        return rows

    def write_variants(self, standing: Sequence[VariantRow], entries: Sequence[Entry]) -> None:
        """Orders and prices keep pointing at a variant that is gone, so it is only archived."""

        def archive(row: VariantRow) -> None:
            row.archived_at = clock.now()

        self.sync(VariantRow, "variants", standing, entries, {"product_id": self._product_id}, leave=archive)
        self._unit.session.flush()

    def write_links(self, standing: Sequence[GroupLinkRow], entries: Sequence[Entry]) -> None:
        """A product has each group once."""
        left = {row.group_id: row for row in standing}
        for place, entry in enumerate(entries):
            row = left.pop(entry["group_id"], None)
            if row is None:
                row = GroupLinkRow(tenant_id=self._unit.tenant_id, product_id=self._product_id)
                self._unit.session.add(row)
            for name, value in {"min": None, "max": None, "free": None, **entry, "sort": place}.items():
                setattr(row, name, value)
        for row in left.values():
            self._unit.session.delete(row)

    def write_set_groups(self, parts: Parts, entries: Sequence[Entry]) -> None:
        """The groups of a set meal, each with its options."""
        session = self._unit.session
        kept = {entry["id"] for entry in entries if entry.get("id")}
        for group in parts.set_groups:
            if group.id not in kept:
                for option in parts.set_options[group.id]:
                    session.delete(option)
        session.flush()
        owner = {"product_id": self._product_id}
        groups = self.sync(SetGroupRow, "set_groups", parts.set_groups, entries, owner)
        session.flush()
        for place, (group, entry) in enumerate(zip(groups, entries, strict=True)):
            path = f"set_groups.{place}.options"
            self.sync(
                SetOptionRow,
                path,
                parts.set_options.get(group.id, []),
                entry["options"],
                {"group_id": group.id},
            )
