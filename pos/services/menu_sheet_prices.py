"""The prices of an import: written by place and time, and checked for ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.ids import new_id
from core.sheets.parse import Report, SheetRow
from core.uow import Unit
from pos.models.prices import WHERE_AND_WHEN, PriceListRow
from pos.rules.prices import tying
from pos.rules.sheet_rows import Names
from pos.services.row_changes import apply_changes
from pos.store import prices as store
from pos.store.rows import of_tenant


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids behind the codes of products and their variants."""

    products: dict[str, UUID]
    variants: dict[tuple[str, str], UUID]

    def of(self, product: str, variant: str | None) -> tuple[UUID, UUID | None]:
        """Of a product, and of its variant where one is named."""
        return self.products[product], self.variants[product, variant] if variant else None


def in_minor_units(amount: Decimal, digits: int) -> int:
    """28.50 is 2850 where the currency has two decimals."""
    return int(amount.scaleb(digits))


def write_prices(unit: Unit, rows: Sequence[SheetRow], ids: Ids, names: Names) -> dict[UUID, SheetRow]:
    """Write the prices of these rows; answers which row each price came from."""
    stores = {code: store_id for store_id, code in names.stores.items()}
    regions = {key: region_id for region_id, key in names.regions.items()}
    standing = _standing(unit, {ids.products[row.values["product"]] for row in rows})
    written: dict[UUID, SheetRow] = {}
    for row in rows:
        values = row.values
        product_id, variant_id = ids.of(values["product"], values["variant"])
        place = {
            "product_id": product_id,
            "variant_id": variant_id,
            "store_id": stores.get(values["store"]),
            "region_id": regions.get(values["region"]),
            "start_minute": values["start"],
            "end_minute": values["end"],
            **{name: values[name] for name in ("channel", "weekdays", "valid_from", "valid_to")},
        }
        digits = names.digits_of(place["store_id"])
        amounts = {"amount": in_minor_units(values["price"], digits)}
        if values["member_price"] is not None:  # left blank, it stays as it is
            amounts["member_amount"] = in_minor_units(values["member_price"], digits)
        price = standing.get(tuple(place[name] for name in WHERE_AND_WHEN))
        if price is None:
            price = PriceListRow(tenant_id=unit.tenant_id, id=new_id(), **amounts, **place)
            unit.session.add(price)
        else:
            apply_changes(price, amounts)
        written[price.id] = row
    unit.session.flush()
    return written


def check_ties(unit: Unit, written: dict[UUID, SheetRow], ids: Ids, report: Report) -> None:
    """Report rows whose price is as specific as another that holds at the same time."""
    products = {ids.products[row.values["product"]] for row in written.values()}
    for one, other in tying(store.prices_of(unit, products)):
        row = written.get(other.id) or written.get(one.id)
        if row is not None:
            message = "Another price is as specific and holds at the same time."
            report.error(row.sheet, row.number, "price", "price_ties", message)


def _standing(unit: Unit, products: set[UUID]) -> dict[tuple[Any, ...], PriceListRow]:
    rows = unit.session.scalars(of_tenant(unit, PriceListRow).where(PriceListRow.product_id.in_(products)))
    return {tuple(getattr(row, name) for name in WHERE_AND_WHEN): row for row in rows}
