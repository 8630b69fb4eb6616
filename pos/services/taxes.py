"""Tax classes and their rates by region and store, as head office edits them."""

from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page, page
from core.uow import Unit
from pos.menu_errors import InUse
from pos.models.menu import ProductRow
from pos.models.prices import TaxClassRow, TaxOverrideRow
from pos.rules.product_checks import Error, error, when_errors
from pos.services.menu_edits import begin_edit, load_known, refuse_errors
from pos.services.row_changes import apply_changes
from pos.store import taxes as store
from pos.store.rows import count_rows, get_row, of_tenant

PLAIN = {"inclusive": None, "is_default": False}
View = dict[str, Any]


def list_tax_classes(unit: Unit, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """A page of the tax classes in use, each with its overrides."""
    unit.actor.demand_somewhere("menu.view")
    found = page(unit.session, of_tenant(unit, TaxClassRow, archived=False), [TaxClassRow.id], cursor, limit)
    overrides = store.load_overrides(unit, [row.id for row in found.items])
    return Page([_view(row, overrides[row.id]) for row in found.items], found.next_cursor)


def get_tax_class(unit: Unit, tax_class_id: UUID) -> View:
    """One tax class, archived or not."""
    unit.actor.demand_somewhere("menu.view")
    return _load_view(unit, get_row(unit, TaxClassRow, tax_class_id))


def create_tax_class(unit: Unit, fields: dict[str, Any]) -> View:
    """A new tax class: ``name`` and ``rate`` (percent); as the default it takes the place of the one before."""
    begin_edit(unit)
    refuse_errors(_errors(unit, fields))
    if fields.get("is_default"):
        _clear_default(unit)
    columns = {name: value for name, value in fields.items() if name != "overrides"}
    row = TaxClassRow(tenant_id=unit.tenant_id, id=new_id(), **PLAIN | columns)
    unit.session.add(row)
    unit.session.flush()
    _write_overrides(unit, row, fields.get("overrides", []))
    unit.audit("tax_class.create", "tax_class", row.id, {"name": row.name, "rate": row.rate})
    return _load_view(unit, row)


def change_tax_class(unit: Unit, tax_class_id: UUID, fields: dict[str, Any]) -> View:
    """Change the given fields; ``overrides`` are given whole. Lines that were sold keep the rate they were sold at."""
    begin_edit(unit)
    row = get_row(unit, TaxClassRow, tax_class_id)
    refuse_errors(_errors(unit, fields))
    if fields.get("is_default") and not row.is_default:
        _clear_default(unit)
    before = _load_view(unit, row)
    apply_changes(row, {name: value for name, value in fields.items() if name != "overrides"})
    unit.session.flush()
    if "overrides" in fields:
        _write_overrides(unit, row, fields["overrides"])
    after = _load_view(unit, row)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    unit.audit("tax_class.change", "tax_class", row.id, changed)
    return after


def archive_tax_class(unit: Unit, tax_class_id: UUID) -> None:
    """Take a tax class away; refused (409 ``in_use``) while products have it, or while it is the default."""
    begin_edit(unit)
    row = get_row(unit, TaxClassRow, tax_class_id)
    if row.archived_at is not None:
        return
    if row.is_default:
        raise InUse("This is the default tax class. Make another one the default first.")
    products = count_rows(
        unit, of_tenant(unit, ProductRow, archived=False).where(ProductRow.tax_class_id == row.id)
    )
    if products:
        raise InUse(
            f"{products} products have this tax class. Give them another one first.", products=products
        )
    row.archived_at = clock.now()
    unit.audit("tax_class.archive", "tax_class", row.id, {"name": row.name})


def _errors(unit: Unit, fields: dict[str, Any]) -> list[Error]:
    known = load_known(unit)
    found: list[Error] = []
    seen = set()
    for place, override in enumerate(fields.get("overrides", ())):
        path = f"overrides.{place}."
        found += when_errors(override, known, path)
        where = (override.get("region_id"), override.get("store_id"))
        if (where[0] is None) == (where[1] is None):
            found.append(error(f"{path}store_id", "one_place", "Name either a region or a store."))
        if where in seen:
            found.append(error(f"{path}store_id", "duplicate", "This place stands in the list twice."))
        seen.add(where)
    return found


def _clear_default(unit: Unit) -> None:
    for row in unit.session.scalars(of_tenant(unit, TaxClassRow).where(TaxClassRow.is_default)):
        row.is_default = False
    unit.session.flush()


def _write_overrides(unit: Unit, row: TaxClassRow, entries: list[dict[str, Any]]) -> None:
    for standing in store.load_overrides(unit, [row.id])[row.id]:
        unit.session.delete(standing)
    unit.session.flush()
    for entry in entries:
        unit.session.add(
            TaxOverrideRow(
                tenant_id=unit.tenant_id,
                id=new_id(),
                tax_class_id=row.id,
                **{"region_id": None, "store_id": None, "inclusive": None} | entry,
            )
        )
    unit.session.flush()


def _load_view(unit: Unit, row: TaxClassRow) -> View:
    return _view(row, store.load_overrides(unit, [row.id])[row.id])


def _view(row: TaxClassRow, overrides: list[TaxOverrideRow]) -> View:
    return {
        **{name: getattr(row, name) for name in ("id", "name", "rate", "inclusive", "is_default")},
        "archived": row.archived_at is not None,
        "overrides": [
            {name: getattr(o, name) for name in ("region_id", "store_id", "rate", "inclusive")}
            for o in overrides
        ],
    }
