"""Reading a whole menu at once: one statement a table, all of them in one round trip."""

from typing import Any

from sqlalchemy import FromClause, Select, and_, bindparam, exists, func, or_, select

from core.sql import prepared
from pos.models.availability import AvailabilityRuleRow
from pos.models.menu import CategoryRow, MenuVersion, ProductRow, SuggestionRow, VariantRow
from pos.models.modifiers import GroupLinkRow, ModifierGroupRow, ModifierOptionRow
from pos.models.prices import PriceListRow, TaxClassRow, TaxOverrideRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow

_product = ProductRow.__table__.c
_link = GroupLinkRow.__table__.c
_group = ModifierGroupRow.__table__.c
_price = PriceListRow.__table__.c
_tax = TaxClassRow.__table__.c
_by_region = TaxOverrideRow.__table__.alias("by_region")
_by_store = TaxOverrideRow.__table__.alias("by_store")


# What a catalog does not show; to read them costs a quarter of the whole.
_NOT_SHOWN = frozenset({"tenant_id", "archived_at", "version"})


def rows_in_use(model: Any, *columns: Any) -> Select[Any]:
    """The brand's rows that are not archived: the named columns, or all that a catalog shows."""
    table: FromClause = model.__table__
    query = select(*(columns or (column for column in table.c if column.name not in _NOT_SHOWN)))
    query = query.where(table.c.tenant_id == bindparam("tenant_id"))
    return query.where(table.c.archived_at.is_(None)) if "archived_at" in table.c else query


_version = (
    select(MenuVersion.version).where(MenuVersion.tenant_id == bindparam("tenant_id")).scalar_subquery()
)

CATALOG_VERSION = prepared(select(func.coalesce(_version, 0).label("version")))

CATEGORIES = prepared(rows_in_use(CategoryRow).order_by(CategoryRow.sort, CategoryRow.id))
PRODUCTS = prepared(rows_in_use(ProductRow).order_by(ProductRow.sort, ProductRow.code))
VARIANTS = prepared(rows_in_use(VariantRow).order_by(VariantRow.sort, VariantRow.id))
GROUPS = prepared(rows_in_use(ModifierGroupRow).order_by(ModifierGroupRow.sort, ModifierGroupRow.id))
OPTIONS = prepared(
    rows_in_use(ModifierOptionRow).order_by(ModifierOptionRow.sort, ModifierOptionRow.product_id)
)
SET_GROUPS = prepared(rows_in_use(SetGroupRow).order_by(SetGroupRow.sort, SetGroupRow.id))
SET_OPTIONS = prepared(rows_in_use(SetOptionRow).order_by(SetOptionRow.sort, SetOptionRow.id))
SET_FIXED = prepared(rows_in_use(SetFixedRow).order_by(SetFixedRow.sort, SetFixedRow.id))
SUGGESTIONS = prepared(rows_in_use(SuggestionRow).order_by(SuggestionRow.sort, SuggestionRow.id))
SALE_RULES = prepared(rows_in_use(AvailabilityRuleRow).order_by(AvailabilityRuleRow.id))

LINKS = prepared(
    rows_in_use(
        GroupLinkRow,
        _link.product_id,
        _link.group_id,
        func.coalesce(_link.min, _group.min).label("min"),
        func.coalesce(_link.max, _group.max).label("max"),
        func.coalesce(_link.free, _group.free).label("free"),
    )
    .join(
        ModifierGroupRow.__table__,
        and_(_group.tenant_id == _link.tenant_id, _group.id == _link.group_id, _group.archived_at.is_(None)),
    )
    .order_by(_link.sort, _group.sort, _link.group_id)
)

PRICES = prepared(
    rows_in_use(
        PriceListRow,
        *(
            _price[field]
            for field in ("id", "product_id", "variant_id", "amount", "store_id", "region_id", "channel")
        ),
        *(_price[field] for field in ("weekdays", "start_minute", "end_minute", "valid_from", "valid_to")),
        _price.member_amount,
    )
    .where(
        or_(_price.store_id.is_(None), _price.store_id == bindparam("store_id")),
        or_(_price.region_id.is_(None), _price.region_id == bindparam("region_id")),
        exists().where(
            _product.tenant_id == _price.tenant_id,
            _product.id == _price.product_id,
            _product.archived_at.is_(None),
        ),
    )
    .order_by(_price.id)
)

TAX_CLASSES = prepared(
    rows_in_use(
        TaxClassRow,
        _tax.id,
        _tax.name,
        _tax.is_default,
        func.coalesce(_by_store.c.rate, _by_region.c.rate, _tax.rate).label("rate"),
        func.coalesce(_by_store.c.inclusive, _by_region.c.inclusive, _tax.inclusive).label("inclusive"),
    )
    .outerjoin(
        _by_store,
        and_(
            _by_store.c.tenant_id == _tax.tenant_id,
            _by_store.c.tax_class_id == _tax.id,
            _by_store.c.store_id == bindparam("store_id"),
        ),
    )
    .outerjoin(
        _by_region,
        and_(
            _by_region.c.tenant_id == _tax.tenant_id,
            _by_region.c.tax_class_id == _tax.id,
            _by_region.c.region_id == bindparam("region_id"),
        ),
    )
    .order_by(_tax.id)
)

BRAND_TABLES = {
    "categories": CATEGORIES,
    "products": PRODUCTS,
    "variants": VARIANTS,
    "groups": GROUPS,
    "options": OPTIONS,
    "links": LINKS,
    "set_groups": SET_GROUPS,
    "set_options": SET_OPTIONS,
    "set_fixed": SET_FIXED,
    "suggestions": SUGGESTIONS,
    "sale_rules": SALE_RULES,
}
STORE_TABLES = {"prices": PRICES, "tax_classes": TAX_CLASSES}
