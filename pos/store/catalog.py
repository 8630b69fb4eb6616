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


def _of_tenant(model: Any, *columns: Any) -> Select[Any]:
    table: FromClause = model.__table__
    query = select(*columns) if columns else select(table)
    query = query.where(table.c.tenant_id == bindparam("tenant_id"))
    return query.where(table.c.archived_at.is_(None)) if "archived_at" in table.c else query


_version = (
    select(MenuVersion.version).where(MenuVersion.tenant_id == bindparam("tenant_id")).scalar_subquery()
)

CATALOG_VERSION = prepared(select(func.coalesce(_version, 0).label("version")))

CATEGORIES = prepared(_of_tenant(CategoryRow).order_by(CategoryRow.sort, CategoryRow.id))
PRODUCTS = prepared(_of_tenant(ProductRow).order_by(ProductRow.sort, ProductRow.code))
VARIANTS = prepared(_of_tenant(VariantRow).order_by(VariantRow.sort, VariantRow.id))
GROUPS = prepared(_of_tenant(ModifierGroupRow).order_by(ModifierGroupRow.sort, ModifierGroupRow.id))
OPTIONS = prepared(
    _of_tenant(ModifierOptionRow).order_by(ModifierOptionRow.sort, ModifierOptionRow.product_id)
)
SET_GROUPS = prepared(_of_tenant(SetGroupRow).order_by(SetGroupRow.sort, SetGroupRow.id))
SET_OPTIONS = prepared(_of_tenant(SetOptionRow).order_by(SetOptionRow.sort, SetOptionRow.id))
SET_FIXED = prepared(_of_tenant(SetFixedRow).order_by(SetFixedRow.sort, SetFixedRow.id))
SUGGESTIONS = prepared(_of_tenant(SuggestionRow).order_by(SuggestionRow.sort, SuggestionRow.id))
SALE_RULES = prepared(_of_tenant(AvailabilityRuleRow).order_by(AvailabilityRuleRow.id))

LINKS = prepared(
    _of_tenant(
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
    _of_tenant(
        PriceListRow,
        *(
            _price[field]
            for field in ("id", "product_id", "variant_id", "amount", "store_id", "region_id", "channel")
        ),
        *(_price[field] for field in ("weekdays", "start_minute", "end_minute", "valid_from", "valid_to")),
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
    _of_tenant(
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
