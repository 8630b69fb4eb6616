"""What promotions, points and people take off an order.

``Order.wishes`` is what was asked for: ``{points, coupons: [code], kept_coupons: [promotion_id], manual: {amount,
percent_bp, reason, by, ...}}``; of a promotion in ``kept_coupons`` the guest keeps the coupons for another time.

``Order.deal`` is what came of it, kept as it was priced: ``units``, the payable units of each line at that moment, ``offs``,
what is taken off each line that bears a price, ``parts``, the same by benefit (lane, source, promotion and version, who
funds it), ``trace`` and ``nudges``, why each candidate applied or did not and what is just out of reach, ``points_used``,
``holds``, the promotions of which caps or coupons are reserved for it, and ``is_frozen``: since the first payment it is never priced again.
When units of a line go after that, their part of what was taken off it goes with them, by floor(D*r/n).
``returned``: what refunds took back so far, by benefit and line, and of the points.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.money import half_up, largest_remainder, taken_after
from pos.rules.bills import bill_of
from pos.rules.given_back import amounts_back, units_back
from pos.rules.line_nets import net_leaves, offs_of
from pos.rules.untaxed import rate_within
from pos.values.carts import Cart, CartLine, CartPart, ManualDiscount
from pos.values.catalog import Catalog
from pos.values.orders import Book, Line

Deal = dict[str, Any]
Rows = Sequence[dict[str, Any]]
NOTHING: dict[str, Any] = {"parts": {}, "points": 0}
NO_WISHES: dict[str, Any] = {"points": 0, "coupons": [], "kept_coupons": [], "manual": None}


def wishes_of(book: Book) -> dict[str, Any]:
    """What was asked for."""
    wishes = {**NO_WISHES, **(book.order.wishes or {})}
    if wishes["manual"]:
        wishes["manual"] = {"most": None, **wishes["manual"]}
    return wishes


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
        manual=ManualDiscount(manual["amount"], manual["percent_bp"], manual["most"]) if manual else None,
    )


def _cart_line(book: Book, line: Line, catalog: Catalog) -> CartLine:
    components = book.components(line.id) if line.kind == "set_meal" else []
    nets = net_leaves(line, components)
    own = nets.pop(line.id)
    parts = tuple(
        CartPart(
            part.id, part.product_id, _category(catalog, part.product_id), nets[part.id], rate_within(part)
        )
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
        tax_rate=rate_within(line),
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
    book: Book, rows: Rows, before: Rows, rest: Deal | None = None
) -> tuple[list[dict[str, Any]], int]:
    """What a refund (``rows``: line_id, quantity, amount) takes back of the benefits, and how many of the points used come back.

    ``before``: the rows of the refunds until then. By floor(D*(r+k)/n), less what came back until then, so that all refunds
    together take back exactly what was given, in whatever parts they come. ``rest``: the deal of what remains, where a brand
    takes broken benefits back: all that it no longer gives comes back.
    """
    points, parts = points_kept(book), benefits_of(book)
    if rest is None:
        now = _Returned(book, parts, [*before, *rows])
        gone = [taken_after(part["amount"], now.share(UUID(part["line_id"])), 1) for part in parts]
        points_gone = taken_after(points, now.of_all, 1)
    else:
        gone, points_gone = _no_longer_given(parts, rest), max(points - rest["points_used"], 0)
    known = (book.order.deal or {}).get("returned", NOTHING)
    found = [
        {**part, "amount": amount - known["parts"].get(_key(part), 0)}
        for part, amount in zip(parts, gone, strict=True)
        if amount > known["parts"].get(_key(part), 0)
    ]
    return found, max(points_gone - known["points"], 0)


def note_returned(book: Book, found: Rows, points: int) -> None:
    """Keep what came back with the deal."""
    if not found and not points:
        return
    deal = book.order.deal or {}
    known = deal.get("returned", NOTHING)
    sums = dict(known["parts"])
    for part in found:
        sums[_key(part)] = sums.get(_key(part), 0) + part["amount"]
    returned = {"parts": sums, "points": known["points"] + points}
    book.order = replace(book.order, deal={**deal, "returned": returned})


def benefits_left(book: Book) -> list[dict[str, Any]]:
    """The order's benefits without what refunds took back so far."""
    known = (book.order.deal or {}).get("returned", NOTHING)["parts"]
    left = [{**part, "amount": part["amount"] - known.get(_key(part), 0)} for part in benefits_of(book)]
    return [part for part in left if part["amount"] > 0]


def _no_longer_given(parts: Rows, rest: Deal) -> list[int]:
    """Of each part of a benefit, what the deal of the rest gives no more, by who bears it."""
    left: dict[tuple[Any, ...], int] = {}
    for part in rest["parts"]:
        left[_giver(part)] = left.get(_giver(part), 0) + part["amount"]
    gone = [0] * len(parts)
    for giver in {_giver(part): None for part in parts}:
        places = [place for place, part in enumerate(parts) if _giver(part) == giver]
        amounts = [parts[place]["amount"] for place in places]
        back = max(sum(amounts) - left.get(giver, 0), 0)
        for place, amount in zip(places, largest_remainder(back, amounts), strict=True):
            gone[place] = amount
    return gone


def _giver(part: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(part.get(name) for name in ("lane", "source", "promotion_id", "version", "funder"))


def _key(part: dict[str, Any]) -> str:
    return "/".join(str(x) for x in (part["line_id"], *_giver(part)))


def points_kept(book: Book) -> int:
    """How many of the points that the order used, it still uses: what was voided since the first payment gives its own back."""
    deal = book.order.deal
    if not deal or not deal["points_used"]:
        return 0
    used: int = deal["points_used"]
    whole, left = (
        sum(part["amount"] for part in parts if part["source"] == "points")
        for parts in (deal["parts"], benefits_of(book))
    )
    return used - taken_after(used, whole - left, whole)


class _Returned:
    """Which share of an order's lines was given back: by what was charged for them.

    A line for which nothing was charged goes with all others; on an order for which nothing was charged, it goes by its units.
    """

    def __init__(self, book: Book, parts: Rows, rows: Rows) -> None:
        self._book = book
        self._charged = _charged(book)
        self._amounts, self._units = amounts_back(rows), units_back(rows)
        whole = sum(self._charged.values())
        self.of_all = Fraction(0)
        if whole:
            self.of_all = Fraction(sum(self._amounts.values()), whole)
        elif parts:
            gone = sum(part["amount"] * self._of_units(UUID(part["line_id"])) for part in parts)
            self.of_all = Fraction(gone) / sum(part["amount"] for part in parts)
        self._is_free = not whole

    def share(self, leaf_id: UUID) -> Fraction:
        """How much of a priced line, from 0 to 1."""
        charged = self._charged.get(leaf_id, 0)
        if charged:
            return Fraction(self._amounts.get(leaf_id, 0), charged)
        return self._of_units(leaf_id) if self._is_free else self.of_all

    def _of_units(self, leaf_id: UUID) -> Fraction:
        sold = self._book.lines[leaf_id].payable
        return (
            min(self._units.get(leaf_id, Fraction(0)) / Fraction(sold), Fraction(1)) if sold else Fraction(0)
        )


def _charged(book: Book) -> dict[UUID, int]:
    """What guests are charged for each priced line, over all checks, open ones as they stand."""
    sums: dict[UUID, int] = {}
    for check in bill_of(book).checks.values():
        for leaf_id, amount in check.charged.items():
            sums[leaf_id] = sums.get(leaf_id, 0) + amount
    return sums


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
