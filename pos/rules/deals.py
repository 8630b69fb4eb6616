"""What promotions, points and people take off an order.

``Order.wishes`` is what was asked for: ``{points, coupons: [code], kept_coupons: [promotion_id], manual: {amount,
percent_bp, reason, by, ...}}``; of a promotion in ``kept_coupons`` the guest keeps the coupons for another time.

``Order.deal`` is what came of it, kept as it was priced: ``units``, the payable units of each line at that moment, ``offs``,
what is taken off each line that bears a price, ``parts``, the same by benefit (lane, source, promotion and version, who
funds it), ``trace`` and ``nudges``, why each candidate applied or did not and what is just out of reach, ``points_used``,
``holds``, the promotions of which caps or coupons are reserved for it, and ``is_frozen``: since the first payment it is never priced again.
When units of a line go after that, their part of what was taken off it goes with them, by floor(D*r/n).
"""

from typing import Any
from uuid import UUID

from core.money import half_up, largest_remainder, refund_of
from pos.rules.bills import bill_of
from pos.rules.line_nets import net_leaves, offs_of
from pos.values.carts import Cart, CartLine, CartPart, ManualDiscount
from pos.values.catalog import Catalog
from pos.values.orders import Book, Line

Deal = dict[str, Any]
NO_WISHES: dict[str, Any] = {"points": 0, "coupons": [], "kept_coupons": [], "manual": None}


def wishes_of(book: Book) -> dict[str, Any]:
    """What was asked for."""
    return {**NO_WISHES, **(book.order.wishes or {})}


def cart_of(book: Book, catalog: Catalog) -> Cart:
    """The order to be priced: nothing that was voided or given away."""
    wishes = wishes_of(book)
    manual = wishes["manual"]
    return Cart(
        order_id=book.order.id,
        store_id=book.order.store_id,
        channel=book.order.channel,
        opened_at=book.order.opened_at,
        lines=tuple(_cart_line(book, line, catalog) for line in book.top_lines() if line.payable > 0),
        member_id=book.order.member_id,
        points=wishes["points"],
        coupon_codes=tuple(wishes["coupons"]),
        kept_coupons=frozenset(UUID(promotion_id) for promotion_id in wishes["kept_coupons"]),
        manual=ManualDiscount(manual["amount"], manual["percent_bp"]) if manual else None,
    )


def _cart_line(book: Book, line: Line, catalog: Catalog) -> CartLine:
    components = book.components(line.id) if line.kind == "set_meal" else []
    nets = net_leaves(line, components)
    own = nets.pop(line.id)
    parts = tuple(
        CartPart(part.id, part.product_id, _category(catalog, part.product_id), nets[part.id])
        for part in components
    )
    listed = 0 if parts else half_up(line.payable * line.list_price)
    return CartLine(
        line_id=line.id,
        product_id=line.product_id,
        category_id=_category(catalog, line.product_id),
        quantity=line.payable,
        list_price=line.list_price,
        extra=own - listed,
        is_weighed=line.kind == "weighed",
        parts=parts,
        gift_of=line.gift_of,
        member_price=line.member_price if book.order.member_id else None,
    )


def _category(catalog: Catalog, product_id: UUID) -> UUID | None:
    product = catalog.products.get(product_id)
    return product.category_id if product else None


def kept_deal(book: Book, found: Deal) -> Deal:
    """A deal as the order keeps it; ``found``: parts, trace, nudges, points_used, is_exhaustive, holds."""
    offs: dict[str, int] = {}
    for part in found["parts"]:
        offs[part["line_id"]] = offs.get(part["line_id"], 0) + part["amount"]
    units = {str(line.id): format(line.payable, "f") for line in book.top_lines() if line.payable > 0}
    return {**found, "units": units, "offs": offs, "is_frozen": False}


def returned_by(
    book: Book, rows: list[dict[str, Any]], before: dict[UUID, int]
) -> tuple[list[dict[str, Any]], int]:
    """What a refund (``rows``: line_id, amount) takes back of the benefits, and how many of the points used come back.

    ``before``: what was refunded of each priced line until then. By floor(D*(r+k)/n) - floor(D*r/n) over what was charged, so
    that all refunds together take back exactly what was given.
    """
    if not book.order.deal:
        return [], 0
    charged = _charged(book)
    now = {UUID(row["line_id"]): row["amount"] for row in rows}
    found = []
    for part in benefits_of(book):
        leaf_id = UUID(part["line_id"])
        amount = _back(part["amount"], before.get(leaf_id, 0), now.get(leaf_id, 0), charged.get(leaf_id, 0))
        if amount:
            found.append({**part, "amount": amount})
    points = (book.order.deal or {}).get("points_used", 0)
    return found, _back(points, sum(before.values()), sum(now.values()), sum(charged.values()))


def _charged(book: Book) -> dict[UUID, int]:
    """What guests are charged for each priced line, over all checks, open ones as they stand."""
    sums: dict[UUID, int] = {}
    for check in bill_of(book).checks.values():
        for leaf_id, amount in check.charged.items():
            sums[leaf_id] = sums.get(leaf_id, 0) + amount
    return sums


def _back(whole: int, before: int, more: int, charged: int) -> int:
    return refund_of(whole, before, more, charged) if charged else 0


def benefits_of(book: Book) -> list[dict[str, Any]]:
    """Each benefit's part of what is taken off each line as it stands: the deal's parts, less what left with their units."""
    deal = book.order.deal
    if not deal:
        return []
    left: dict[str, int] = {}
    for line in book.top_lines():
        nets = net_leaves(line, book.components(line.id) if line.kind == "set_meal" else [])
        left.update((str(leaf), off) for leaf, off in offs_of(deal, line, nets).items())
    rows: dict[str, list[dict[str, Any]]] = {}
    for part in deal["parts"]:
        rows.setdefault(part["line_id"], []).append(part)
    found = []
    for leaf_id, parts in rows.items():
        amounts = largest_remainder(left.get(leaf_id, 0), [part["amount"] for part in parts])
        found += [{**part, "amount": amount} for part, amount in zip(parts, amounts, strict=True) if amount]
    return found
