"""The book of recipes: what is published, and which recipes stand on which."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from core.sql import Prepared, prepared
from core.uow import Unit
from inventory.models.items import ItemRow
from inventory.models.recipes import RecipeBook, RecipeVersionRow
from inventory.values.book import Scope, Version
from inventory.values.recipes import ByProduct, Component, Node

_item: Any = ItemRow.__table__.c
_version: Any = RecipeVersionRow.__table__.c
_TAKE = prepared(
    insert(RecipeBook)
    .values(tenant_id=bindparam("tenant_id"), edition=1)
    .on_conflict_do_update(index_elements=["tenant_id"], set_={"edition": RecipeBook.edition + 1})
)
_STOCKED = prepared(
    select(_item.id).where(
        _item.tenant_id == bindparam("tenant_id"), _item.kind == "semi", _item.is_stocked.is_(True)
    )
)
_IN_FORCE = """v.tenant_id = %(tenant_id)s AND v.state = 'published'
    AND (v.valid_to IS NULL OR (v.valid_to > %(since)s AND v.valid_to > v.valid_from))"""
_COLUMNS = """v.id, r.node_kind, coalesce(r.item_id, r.product_id) AS node_id, r.variant_id, r.store_id, r.region_id,
    v.valid_from, v.valid_to, v.batch, v.numerator AS batch_numerator, v.denominator AS batch_denominator"""
_WITH_LINES = f"""SELECT {_COLUMNS}, l.item_id, l.quantity, l.numerator, l.denominator, l.used_yield
    FROM inventory_recipe_version v
    JOIN inventory_recipe r ON r.tenant_id = v.tenant_id AND r.id = v.recipe_id
    LEFT JOIN inventory_recipe_line l ON l.tenant_id = v.tenant_id AND l.version_id = v.id
    WHERE {_IN_FORCE} {{more}}
    ORDER BY v.id, l.line_no"""  # noqa: S608 - made of constants
_OUTPUTS = f"""SELECT o.version_id, o.item_id, o.quantity, o.cost_share FROM inventory_recipe_output o
    JOIN inventory_recipe_version v ON v.tenant_id = o.tenant_id AND v.id = o.version_id
    WHERE {_IN_FORCE} {{more}} ORDER BY o.version_id, o.item_id"""  # noqa: S608 - made of constants
# OFFSET 0 keeps the planner from joining whole tables where a few rows are looked up by their keys, whatever it knows of them.
_VERSIONS_WITH = f"""LATERAL (
            SELECT v.id, v.recipe_id FROM inventory_recipe_line l
            CROSS JOIN LATERAL (
                SELECT v.id, v.recipe_id FROM inventory_recipe_version v WHERE v.id = l.version_id AND {_IN_FORCE} OFFSET 0
            ) v
            WHERE l.tenant_id = %(tenant_id)s AND l.item_id = up.item_id OFFSET 0
        )"""  # noqa: S608 - made of constants
_RECIPE = """LATERAL (
            SELECT r.item_id, r.product_id, r.variant_id FROM inventory_recipe r
            WHERE r.tenant_id = %(tenant_id)s AND r.id = v.recipe_id OFFSET 0
        )"""


def _versions_of(recipe: str) -> str:
    """The versions of the recipes that fit, looked up by key."""
    return f"""LATERAL (
            SELECT v.id FROM inventory_recipe r
            CROSS JOIN LATERAL (
                SELECT v.id FROM inventory_recipe_version v WHERE v.recipe_id = r.id AND {_IN_FORCE} OFFSET 0
            ) v
            WHERE r.tenant_id = %(tenant_id)s AND {recipe} OFFSET 0
        )"""  # noqa: S608 - made of constants


def _versions_leaving(item: str) -> str:
    """The versions that leave an item as a by-product, looked up by key."""
    return f"""LATERAL (
            SELECT v.id FROM inventory_recipe_output o
            CROSS JOIN LATERAL (
                SELECT v.id FROM inventory_recipe_version v WHERE v.id = o.version_id AND {_IN_FORCE} OFFSET 0
            ) v
            WHERE o.tenant_id = %(tenant_id)s AND o.item_id = {item} OFFSET 0
        )"""  # noqa: S608 - made of constants


# The items that stand on the given ones, at any moment since; then every version that one of them, or a dish on top, needs.
_AROUND = f"""WITH RECURSIVE up(item_id) AS (
        SELECT unnest(%(item_ids)s::uuid[])
        UNION
        SELECT x.item_id FROM up
        CROSS JOIN {_VERSIONS_WITH} v
        CROSS JOIN {_RECIPE} r
        CROSS JOIN LATERAL (
            SELECT r.item_id UNION ALL
            SELECT o.item_id FROM inventory_recipe_output o WHERE o.tenant_id = %(tenant_id)s AND o.version_id = v.id
        ) x WHERE x.item_id IS NOT NULL
    ), dishes AS (
        SELECT r.product_id, r.variant_id FROM up
        CROSS JOIN {_VERSIONS_WITH} v
        CROSS JOIN {_RECIPE} r
        WHERE r.product_id IS NOT NULL
        UNION
        SELECT r.product_id, r.variant_id FROM inventory_recipe r
        WHERE r.tenant_id = %(tenant_id)s AND r.product_id = ANY(%(product_ids)s::uuid[])
    ), tops AS (
        SELECT v.id FROM up CROSS JOIN {_versions_of("r.item_id = up.item_id")} v
        UNION
        SELECT v.id FROM dishes d CROSS JOIN {
    _versions_of("r.product_id = d.product_id AND r.variant_id IS NOT DISTINCT FROM d.variant_id")
} v
        UNION
        SELECT v.id FROM up CROSS JOIN {_versions_leaving("up.item_id")} v
    ), down(version_id) AS (
        SELECT id FROM tops
        UNION
        SELECT x.id FROM down
        CROSS JOIN LATERAL (
            SELECT DISTINCT l.item_id FROM inventory_recipe_line l
            WHERE l.tenant_id = %(tenant_id)s AND l.version_id = down.version_id OFFSET 0
        ) l
        CROSS JOIN LATERAL (
            SELECT v.id FROM {_versions_of("r.item_id = l.item_id")} v
            UNION ALL
            SELECT v.id FROM {_versions_leaving("l.item_id")} v
        ) x
    ) SELECT 'above' AS part, item_id AS id FROM up UNION ALL SELECT 'version', version_id FROM down"""  # noqa: S608 - made of constants
_ALL_LINES, _ALL_OUTPUTS = Prepared(_WITH_LINES.format(more=""), {}), Prepared(_OUTPUTS.format(more=""), {})
_SOME = "AND v.id = ANY(%(version_ids)s::uuid[])"
_SOME_LINES, _SOME_OUTPUTS = (
    Prepared(_WITH_LINES.format(more=_SOME), {}),
    Prepared(_OUTPUTS.format(more=_SOME), {}),
)
_AROUND_ITEMS = Prepared(_AROUND, {})
_MAKES = f"""SELECT v.id FROM inventory_recipe r
    JOIN inventory_recipe_version v ON v.recipe_id = r.id AND {_IN_FORCE}
    WHERE r.tenant_id = %(tenant_id)s AND r.item_id = {{item}}
    UNION ALL
    SELECT v.id FROM inventory_recipe_output o
    JOIN inventory_recipe_version v ON v.id = o.version_id AND {_IN_FORCE}
    WHERE o.tenant_id = %(tenant_id)s AND o.item_id = {{item}}"""  # noqa: S608 - made of constants
_BELOW_ITEMS = Prepared(
    f"""WITH RECURSIVE down(version_id) AS (
        SELECT x.id FROM unnest(%(item_ids)s::uuid[]) AS w(item_id)
        CROSS JOIN LATERAL ({_MAKES.format(item="w.item_id")}) x
        UNION
        SELECT x.id FROM down
        JOIN inventory_recipe_line l ON l.tenant_id = %(tenant_id)s AND l.version_id = down.version_id
        CROSS JOIN LATERAL ({_MAKES.format(item="l.item_id")}) x
    ) SELECT version_id FROM down""",  # noqa: S608 - made of constants
    {},
)


def take_book(unit: Unit) -> None:
    """Hold the book until the commit: publications of one brand come one after the other. Sent with the next read."""
    unit.write(_TAKE, tenant_id=unit.tenant_id)


def load_book(unit: Unit, since: datetime) -> tuple[list[Version], frozenset[UUID]]:
    """Every published version in force at any moment since, and the stocked semi-finished items."""
    now = {"tenant_id": unit.tenant_id, "since": since}
    lines, outputs, stocked = unit.fetch(
        (_ALL_LINES, now), (_ALL_OUTPUTS, now), (_STOCKED, {"tenant_id": unit.tenant_id})
    )
    return _versions(lines, outputs), frozenset(row.id for row in stocked)


def load_around(
    unit: Unit, nodes: Iterable[Node], since: datetime
) -> tuple[list[Version], frozenset[UUID], frozenset[UUID]]:
    """The versions that matter to these nodes and to all that stands on them; the stocked semis; the items on the way up."""
    wanted = list(nodes)
    now: dict[str, Any] = {"tenant_id": unit.tenant_id, "since": since}
    ids = {
        "item_ids": [node.id for node in wanted if node.kind == "item"],
        "product_ids": [node.id for node in wanted if node.kind == "product"],
    }
    around, stocked = unit.fetch((_AROUND_ITEMS, now | ids), (_STOCKED, {"tenant_id": unit.tenant_id}))
    chosen = now | {"version_ids": [row.id for row in around if row.part == "version"]}
    lines, outputs = unit.fetch((_SOME_LINES, chosen), (_SOME_OUTPUTS, chosen))
    above = frozenset(row.id for row in around if row.part == "above")
    return _versions(lines, outputs), frozenset(row.id for row in stocked), above


def _versions(lines: Sequence[Any], outputs: Sequence[Any]) -> list[Version]:
    by_products: dict[UUID, list[ByProduct]] = {}
    for row in outputs:
        made = ByProduct(row.item_id, Fraction(row.quantity), Fraction(row.cost_share))
        by_products.setdefault(row.version_id, []).append(made)
    heads: dict[UUID, Any] = {}
    components: dict[UUID, list[Component]] = {}
    for row in lines:
        heads[row.id] = row
        taken = components.setdefault(row.id, [])
        if row.item_id is not None:
            net = in_stock_units(row.quantity, row.numerator, row.denominator)
            taken.append(Component(row.item_id, net, Fraction(row.used_yield)))
    return [
        Version(
            row.id,
            Node(row.node_kind, row.node_id, row.variant_id),
            Scope(row.store_id, row.region_id),
            row.valid_from,
            row.valid_to,
            in_stock_units(row.batch, row.batch_numerator, row.batch_denominator),
            tuple(components[row.id]),
            tuple(by_products.get(row.id, ())),
        )
        for row in heads.values()
    ]


def in_stock_units(quantity: Decimal, numerator: int, denominator: int) -> Fraction:
    """A quantity in the unit in which it was written, in the item's stock unit, exactly."""
    return Fraction(quantity) * Fraction(numerator, denominator)


def load_below(unit: Unit, item_ids: Iterable[UUID], since: datetime) -> list[Version]:
    """The versions of these items and of all that they are made of, in force at any moment since. Two round trips."""
    wanted = {"tenant_id": unit.tenant_id, "since": since, "item_ids": list(item_ids)}
    if not wanted["item_ids"]:
        return []
    chosen = {
        "tenant_id": unit.tenant_id,
        "since": since,
        "version_ids": [row.version_id for row in unit.fetch_all(_BELOW_ITEMS, **wanted)],
    }
    lines, outputs = unit.fetch((_SOME_LINES, chosen), (_SOME_OUTPUTS, chosen))
    return _versions(lines, outputs)
