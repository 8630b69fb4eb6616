"""Carrying out an import's plan: heads first, then variants, groups, links, set meals, prices; then it is checked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from core.ids import new_id
from core.search import search_text
from core.sheets.parse import Report, SheetRow
from core.uow import Unit
from pos.models.menu import CategoryRow, ProductRow
from pos.models.modifiers import ModifierGroupRow
from pos.rules.menu_faults import menu_faults
from pos.rules.sheet_columns import MODIFIERS, PRICES, PRODUCT_MODIFIERS, PRODUCTS, SET_MEALS, VARIANTS
from pos.rules.sheet_faults import place_of
from pos.rules.sheet_plan import Plan
from pos.rules.sheet_rows import Names, Rows
from pos.services.menu_sheet_prices import Ids, check_ties, in_minor_units, write_prices
from pos.services.modifiers import add_group, edit_group
from pos.services.product_parts import write_parts
from pos.services.products import PLAIN
from pos.services.row_changes import apply_changes
from pos.store import products as store
from pos.store.products import Parts
from pos.store.rows import get_row
from pos.store.soundness import menu_rows


def write_plan(unit: Unit, plan: Plan, menu: Rows, names: Names, report: Report) -> None:
    """Write it; what then is wrong with the menu as a whole, or with prices that tie, goes into the report."""
    _Writer(unit, plan, menu, names).write(report)


class _Writer:
    """Writes one plan."""

    def __init__(self, unit: Unit, plan: Plan, menu: Rows, names: Names) -> None:
        self._unit = unit
        self._plan = plan
        self._menu = menu
        self._names = names
        self._groups = {key: row_id for row_id, key in names.groups.items()}
        self._heads: dict[str, ProductRow] = {}
        self._parts: dict[UUID, Parts] = {}
        self._variants: dict[tuple[str, str], UUID] = {}

    def write(self, report: Report) -> None:
        """Every sheet in the order in which one needs the other."""
        self._load()
        self._write_heads()
        self._write_variants()
        self._write_groups()
        self._write_links()
        self._write_set_meals()
        touched = self._touched_rows(PRICES.name, "product")
        prices = write_prices(self._unit, touched, self._ids(), self._names)
        self._finish()
        self._check(prices, report)

    def _load(self) -> None:
        touched = self._plan.touched
        codes = touched[PRODUCTS.name] | touched[VARIANTS.name] | touched[PRODUCT_MODIFIERS.name]
        codes |= touched[SET_MEALS.name] | self._referred()
        self._heads = store.find_by_codes(self._unit, codes)
        self._parts = store.load_parts(self._unit, [row.id for row in self._heads.values()])

    def _referred(self) -> set[str]:
        """Products that are only pointed at."""
        columns = ((MODIFIERS, "option"), (SET_MEALS, "component"), (PRICES, "product"))
        named = (row.values[column] for sheet, column in columns for row in self._plan.rows[sheet.name])
        return {code for code in named if code is not None}

    # -- products

    def _write_heads(self) -> None:
        categories = {key: row_id for row_id, key in self._names.categories.items()}
        taxes = {key: row_id for row_id, key in self._names.tax_classes.items()}
        for row in self._touched_rows(PRODUCTS.name, "code"):
            values = row.values
            if values["category"] is not None and values["category"] not in categories:
                categories[values["category"]] = self._add_category(values, len(categories))
            fields = _head_fields(values)
            fields["category_id"] = categories.get(values["category"])
            fields["tax_class_id"] = taxes.get(values["tax_class"])
            head = self._heads.get(values["code"])
            if head is None:
                head = ProductRow(
                    tenant_id=self._unit.tenant_id, id=new_id(), version=0, search="", **PLAIN | fields
                )
                self._unit.session.add(head)
                self._heads[head.code] = head
                self._parts[head.id] = Parts()
            else:
                apply_changes(head, {**fields, "archived_at": None})
        self._unit.session.flush()

    def _add_category(self, values: dict[str, Any], place: int) -> UUID:
        name = {"zh": values["category"], "en": values["category_en"] or values["category"]}
        category = CategoryRow(tenant_id=self._unit.tenant_id, id=new_id(), name=name, color=None, sort=place)
        self._unit.session.add(category)
        self._unit.session.flush()
        return category.id

    def _write_variants(self) -> None:
        for code in sorted(self._plan.touched[VARIANTS.name]):
            head = self._heads[code]
            known = {variant.code: variant.id for variant in self._parts[head.id].variants}
            entries = [
                {
                    "id": known.get(row.values["code"]),
                    "code": row.values["code"],
                    "name": {"zh": row.values["name_zh"], "en": row.values["name_en"]},
                }
                for row in self._plan.of(VARIANTS, code)
            ]
            self._write_parts(head, {"variants": entries})
        ids = [head.id for head in self._heads.values()]
        codes = {head.id: code for code, head in self._heads.items()}
        for product_id, parts in store.load_parts(self._unit, ids).items():
            self._parts[product_id] = parts
            self._variants |= {(codes[product_id], v.code): v.id for v in parts.variants}

    def _write_parts(self, head: ProductRow, fields: dict[str, Any]) -> None:
        write_parts(self._unit, head.id, self._parts[head.id], fields)

    # -- modifiers

    def _write_groups(self) -> None:
        for key in dict.fromkeys(row.values["group"] for row in self._touched_rows(MODIFIERS.name, "group")):
            rows = self._plan.of(MODIFIERS, key)
            first = rows[0].values
            fields: dict[str, Any] = {name: first[name] for name in ("min", "max", "free", "sort")}
            fields["name"] = {"zh": first["group_zh"], "en": first["group_en"]}
            fields["options"] = [
                {
                    "product_id": self._heads[row.values["option"]].id,
                    "max": row.values["option_max"],
                    "is_default": row.values["is_default"],
                }
                for row in rows
                if row.values["option"] is not None
            ]
            if key in self._groups:
                edit_group(self._unit, get_row(self._unit, ModifierGroupRow, self._groups[key]), fields)
            else:
                self._groups[key] = add_group(self._unit, fields).id

    def _write_links(self) -> None:
        for code in sorted(self._plan.touched[PRODUCT_MODIFIERS.name]):
            entries = [
                {
                    "group_id": self._groups[row.values["group"]],
                    **{name: row.values[name] for name in ("min", "max", "free")},
                }
                for row in self._plan.of(PRODUCT_MODIFIERS, code)
            ]
            self._write_parts(self._heads[code], {"group_links": entries})

    # -- set meals

    def _write_set_meals(self) -> None:
        for code in sorted(self._plan.touched[SET_MEALS.name]):
            head = self._heads[code]
            rows = [row.values for row in self._plan.of(SET_MEALS, code)]
            groups = self._set_groups(rows, self._parts[head.id])
            fixed = self._set_fixed(rows, self._parts[head.id])
            self._write_parts(head, {"set_groups": groups, "set_fixed": fixed})

    def _set_groups(self, rows: list[dict[str, Any]], parts: Parts) -> list[dict[str, Any]]:
        entries = []
        for place, number in enumerate(group_numbers(rows)):
            mine = [values for values in rows if values["group_no"] == number]
            group = parts.set_groups[place] if place < len(parts.set_groups) else None
            options = parts.set_options.get(group.id, []) if group else []
            known = {(o.product_id, o.variant_id): o.id for o in options}
            entries.append(
                {
                    "id": group.id if group else None,
                    "name": {"zh": mine[0]["group_zh"], "en": mine[0]["group_en"]},
                    **{name: mine[0][name] for name in ("pick", "repeat", "free")},
                    "options": [
                        {
                            "id": known.get((part["product_id"], part["variant_id"])),
                            **part,
                            "upcharge": in_minor_units(values["upcharge"], self._names.digits),
                            "is_default": values["is_default"],
                            "max": values["max"],
                        }
                        for values in mine
                        for part in [self._component(values)]
                    ],
                }
            )
        return entries

    def _set_fixed(self, rows: list[dict[str, Any]], parts: Parts) -> list[dict[str, Any]]:
        known: dict[tuple[UUID, UUID | None], list[UUID]] = defaultdict(list)
        for standing in parts.set_fixed:
            known[standing.product_id, standing.variant_id].append(standing.id)
        entries = []
        for values in rows:
            if values["group_no"] is None:
                part = self._component(values)
                ids = known[part["product_id"], part["variant_id"]]
                entries.append({"id": ids.pop(0) if ids else None, **part, "quantity": values["quantity"]})
        return entries

    def _ids(self) -> Ids:
        products = {code: head.id for code, head in self._heads.items()}
        return Ids(products, self._variants)

    def _component(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "product_id": self._heads[values["component"]].id,
            "variant_id": self._variants[values["component"], values["variant"]]
            if values["variant"]
            else None,
        }

    # -- the end

    def _finish(self) -> None:
        """Every product that was touched gets its search words and its next version."""
        for sheet in (PRODUCTS, VARIANTS, PRODUCT_MODIFIERS, SET_MEALS):
            for code in self._plan.touched[sheet.name]:
                head = self._heads[code]
                variants = [v.code for v in self._parts[head.id].variants]
                head.search = search_text(head.name, [head.code, *variants])
        touched = set().union(
            *(self._plan.touched[s.name] for s in (PRODUCTS, VARIANTS, PRODUCT_MODIFIERS, SET_MEALS))
        )
        for code in touched:
            self._heads[code].version += 1
        self._unit.session.flush()

    def _check(self, prices: dict[UUID, SheetRow], report: Report) -> None:
        edited = {head.id: code for code, head in self._heads.items()}
        groups = {row_id: key for key, row_id in self._groups.items()}
        for fault in menu_faults(menu_rows(self._unit)):
            if fault.owner in edited or fault.owner in groups or fault.cause in edited:
                sheet, row, column = place_of(
                    fault, edited.get(fault.owner), groups.get(fault.owner), self._plan
                )
                report.error(sheet, row, column, fault.code, fault.message)
        check_ties(self._unit, prices, self._ids(), report)

    def _touched_rows(self, sheet: str, owner: str) -> list[SheetRow]:
        touched = self._plan.touched[sheet]
        return [row for row in self._plan.rows[sheet] if row.values[owner] in touched]


def group_numbers(rows: Iterable[dict[str, Any]]) -> list[int]:
    """The numbers of a set meal's groups, in order."""
    return sorted({values["group_no"] for values in rows if values["group_no"] is not None})


def _head_fields(values: dict[str, Any]) -> dict[str, Any]:
    plain = ("code", "kind", "sort", "prep_seconds", "color", "picture_url", "is_option", "is_seasonal")
    return {
        **{name: values[name] for name in (*plain, "seasonal_from", "seasonal_to")},
        "name": {"zh": values["name_zh"], "en": values["name_en"]},
        "kitchen_name": _either(values["kitchen_zh"], values["kitchen_en"]),
        "print_name": _either(values["print_zh"], values["print_en"]),
        "tags": list(values["tags"]),
        "allergens": list(values["allergens"]),
    }


def _either(zh: str | None, en: str | None) -> dict[str, str] | None:
    first = zh or en
    return {"zh": zh or first, "en": en or first} if first else None
