"""86 and countdowns: what is out, how many are left, and the taking that never goes below nought."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.json import quantity_text
from core.sql import Prepared, prepared
from core.uow import Unit
from pos.errors import SoldOut
from pos.models.availability import NO_VARIANT, AvailabilityRow
from pos.models.menu import ProductRow

Takes = Mapping[tuple[UUID, UUID | None], Decimal]
_row = AvailabilityRow.__table__.c
_product = ProductRow.__table__.c


@dataclass(frozen=True, slots=True)
class Availability:
    """How a product or variant stands at a store: ``in``, ``out``, or a ``countdown`` with what is left."""

    product_id: UUID
    variant_id: UUID | None
    state: str
    left: Decimal | None


# A countdown that has reached nought shows as out.
_STATE = case((_row.left_over == 0, "out"), else_=_row.state).label("state")
_VARIANT = func.nullif(_row.variant_id, literal(NO_VARIANT)).label("variant_id")

AVAILABILITY = prepared(
    select(_row.product_id, _VARIANT, _STATE, _row.left_over.label("left"))
    .where(_row.tenant_id == bindparam("tenant_id"), _row.store_id == bindparam("store_id"))
    .order_by(_row.product_id, _row.variant_id)
)

# Rows are locked in key order, so that two orders which want the same dishes never wait for each other in a ring.
_WANTED = """
    WITH wanted AS (
        SELECT * FROM unnest(%(products)s::uuid[], %(variants)s::uuid[], %(amounts)s::numeric[])
            AS wanted(product_id, variant_id, amount)
    ), locked AS (
        SELECT a.product_id, a.variant_id, a.left_over, wanted.amount
        FROM pos_availability a JOIN wanted USING (product_id, variant_id)
        WHERE a.tenant_id = %(tenant_id)s AND a.store_id = %(store_id)s
        ORDER BY a.product_id, a.variant_id
        FOR UPDATE OF a
    )"""
_MOVE = """
    UPDATE pos_availability a SET left_over = a.left_over - locked.amount, changed_at = %(at)s
    FROM locked
    WHERE a.tenant_id = %(tenant_id)s AND a.store_id = %(store_id)s
        AND (a.product_id, a.variant_id) = (locked.product_id, locked.variant_id)
        AND a.state = 'countdown' AND a.left_over >= locked.amount"""
_TAKE = Prepared(
    f"""{_WANTED}, moved AS ({_MOVE}
        RETURNING a.product_id, a.variant_id, a.left_over
    )
    SELECT product_id, variant_id, locked.amount, locked.left_over AS before, moved.left_over AS after
    FROM locked LEFT JOIN moved USING (product_id, variant_id)
    ORDER BY product_id, variant_id""",  # noqa: S608 - the parts are constants of this file
    {},
)
_GIVE_BACK = Prepared(_WANTED + _MOVE, {})

_SET = prepared(
    insert(AvailabilityRow)
    .values({name: bindparam(name) for name in ("tenant_id", "store_id", "product_id", "variant_id")})
    .values({name: bindparam(name) for name in ("state", "left_over", "changed_at")})
    .on_conflict_do_update(
        index_elements=["tenant_id", "store_id", "product_id", "variant_id"],
        set_={name: insert(AvailabilityRow).excluded[name] for name in ("state", "left_over", "changed_at")},
    )
)
_CLEAR = prepared(
    delete(AvailabilityRow).where(
        *(_row[name] == bindparam(name) for name in ("tenant_id", "store_id", "product_id", "variant_id"))
    )
)
_NAME = prepared(
    select(_product.name).where(
        _product.tenant_id == bindparam("tenant_id"), _product.id == bindparam("product_id")
    )
)


def list_availability(unit: Unit, store_id: UUID) -> list[Availability]:
    """Everything that is out or counted down at the store."""
    rows = unit.fetch_all(AVAILABILITY, tenant_id=unit.tenant_id, store_id=store_id)
    return [Availability(*row) for row in rows]


def set_availability(unit: Unit, store_id: UUID, item: Availability) -> None:
    """Put the product or variant ``in``, ``out``, or count it down from ``left``."""
    key = {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "product_id": item.product_id,
        "variant_id": item.variant_id or NO_VARIANT,
    }
    if item.state == "in":
        unit.write(_CLEAR, **key)
    else:
        unit.write(_SET, **key, state=item.state, left_over=item.left, changed_at=clock.now())


def take_countdown(unit: Unit, store_id: UUID, takes: Takes) -> list[Availability]:
    """Take so many of each (product, variant) off its countdown; answers how those now stand that are counted.

    A variant is taken off its own countdown and off its product's. What is not counted is not limited; what is out, or
    has too few left, raises SoldOut and takes nothing. A negative amount gives back, in the same order of locks.
    """
    rows = unit.fetch_all(_TAKE, **_params(unit, store_id, takes)) if takes else []
    short = [row for row in rows if row.after is None and row.amount > 0]
    if short:
        raise _sold_out(unit, short[0])
    return [_standing(row) for row in rows if row.after is not None]


def give_back(unit: Unit, store_id: UUID, gives: Takes) -> None:
    """Put so many of each (product, variant) back on their countdowns, where these still stand; sent with the commit."""
    if gives:
        backwards = {key: -amount for key, amount in gives.items()}
        unit.write(_GIVE_BACK, **_params(unit, store_id, backwards))


def _params(unit: Unit, store_id: UUID, takes: Takes) -> dict[str, Any]:
    amounts: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for (product_id, variant_id), amount in takes.items():
        for holder in {variant_id or NO_VARIANT, NO_VARIANT}:
            amounts[product_id, holder] += amount
    return {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "at": clock.now(),
        "products": [product_id for product_id, _ in amounts],
        "variants": [variant_id for _, variant_id in amounts],
        "amounts": list(amounts.values()),
    }


def _standing(row: Any) -> Availability:
    state = "out" if row.after == 0 else "countdown"
    return Availability(row.product_id, _real(row.variant_id), state, row.after)


def _sold_out(unit: Unit, row: Any) -> SoldOut:
    found = unit.fetch_one(_NAME, tenant_id=unit.tenant_id, product_id=row.product_id)
    left = quantity_text(row.before or Decimal(0))
    name = found.name if found else {}
    return SoldOut(
        f"{name.get('zh', '')} {name.get('en', '')}: {left} left.".strip(),
        product_id=str(row.product_id),
        variant_id=str(row.variant_id) if _real(row.variant_id) else None,
        name=name,
        left=left,
    )


def _real(variant_id: UUID) -> UUID | None:
    return None if variant_id == NO_VARIANT else variant_id
