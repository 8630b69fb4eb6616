"""Many products or prices at once, checked like one by one, but against the menu as it is in the end."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core.ids import new_id
from core.uow import Unit
from pos.menu_errors import CodeTaken, PriceTies
from pos.models.menu import ProductRow
from pos.models.prices import PriceListRow
from pos.rules.prices import ties
from pos.rules.product_checks import Error, product_errors
from pos.services.menu_edits import begin_edit, load_known, refuse_errors, refuse_faults
from pos.services.prices import EVERYWHERE_ALWAYS, price_errors
from pos.services.products import PLAIN, View, add_product, product_view
from pos.store import prices as price_store
from pos.store import products as product_store
from pos.store.rows import find_row
from pos.values.catalog import PriceRow


def create_products(unit: Unit, many: Sequence[dict[str, Any]]) -> list[View]:
    """New products, each as ``products.create_product`` takes it; all of them, or none."""
    begin_edit(unit)
    known = load_known(unit)
    refuse_errors(
        _at(place, error)
        for place, fields in enumerate(many)
        for error in product_errors(PLAIN | fields, known)
    )
    _refuse_taken_codes(unit, [fields["code"] for fields in many])
    rows = [add_product(unit, fields) for fields in many]
    refuse_faults(unit, {row.id for row in rows})
    parts = product_store.load_parts(unit, [row.id for row in rows])
    for row in rows:
        unit.audit("product.create", "product", row.id, {"code": row.code, "name": row.name})
    return [product_view(row, parts[row.id]) for row in rows]


def create_prices(unit: Unit, many: Sequence[dict[str, Any]]) -> None:
    """New prices, each as ``prices.create_price`` takes it; all of them, or none."""
    begin_edit(unit)
    known = load_known(unit)
    given = [EVERYWHERE_ALWAYS | {"member_amount": None} | fields for fields in many]
    refuse_errors(
        _at(place, error)
        for place, fields in enumerate(given)
        for error in price_errors(fields, known, find_row(unit, ProductRow, fields["product_id"]))
    )
    values = [PriceRow(id=new_id(), **fields) for fields in given]
    _refuse_ties(unit, values)
    for value, fields in zip(values, given, strict=True):
        unit.session.add(PriceListRow(tenant_id=unit.tenant_id, id=value.id, **fields))
    unit.session.flush()
    for value, fields in zip(values, given, strict=True):
        unit.audit("price.create", "price", value.id, fields)


def _refuse_taken_codes(unit: Unit, codes: Sequence[str]) -> None:
    taken = [*product_store.find_by_codes(unit, codes), *(code for code in codes if codes.count(code) > 1)]
    if taken:
        message = f"Another product, perhaps an archived one, has the code {taken[0]}."
        place = codes.index(taken[0])
        raise CodeTaken(message, errors=[{"path": f"{place}.code", "code": "code_taken", "message": message}])


def _refuse_ties(unit: Unit, values: Sequence[PriceRow]) -> None:
    standing: dict[UUID, list[PriceRow]] = defaultdict(list)
    for row in price_store.prices_of(unit, {value.product_id for value in values}):
        standing[row.product_id].append(row)
    for place, value in enumerate(values):
        tied = next((row for row in standing[value.product_id] if ties(row, value)), None)
        if tied is not None:
            message = f"The price of {tied.amount} holds at the same place and time."
            errors = [{"path": str(place), "code": "price_ties", "message": message}]
            raise PriceTies(message, errors=errors, current={"id": str(tied.id), "amount": tied.amount})
        standing[value.product_id].append(value)


def _at(place: int, error: Error) -> Error:
    return {**error, "path": f"{place}.{error['path']}"}
