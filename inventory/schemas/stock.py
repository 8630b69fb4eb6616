"""Documents, the ledger of moves, and stock on hand."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from core.schemas import Change, Choice, Day, Flag, Id, Int, Many, Moment, PageArgs, Shape, Text
from inventory.rules.documents import CAUSES
from inventory.schemas.costing import COSTINGS
from inventory.schemas.fields import Exact, ItemTagShape, a_cost, a_unit
from inventory.schemas.food_cost import figure, figures

KINDS = ("receipt", "return", "transfer", "production", "waste", "staff_meal", "price_correction")
STATES = ("draft", "posted", "shipped", "received", "cancelled")
REASONS = (
    "receipt", "return", "transfer_out", "transfer_in", "transfer_loss", "production_in", "production_out",
    "waste", "staff_meal", "count_adjustment", "price_correction",
)  # fmt: skip
LINES = 500
LARGEST = 10**12


class NewLotShape(Shape):
    """The supplier's lot, and the last day on which it may be used."""

    code = Text(60, required=True)
    expires_on = Day(load_default=None, allow_none=True)


class NewDocumentLineShape(Shape):
    """What was accepted, sent, made or thrown away: ``quantity`` of ``unit``.

    ``stock_quantity``: the weight, of catch-weight items. The cost is said to one stock unit (``unit_cost``) or to one
    ``unit`` (``unit_price``), in the major unit; of a price correction, it is the difference. ``invoiced_*``: what the
    supplier claims. Of a production ``is_output`` is what was made, and ``standard_quantity`` what an input should have been: by the recipe, unless it is said.
    """

    item_id = Id(required=True)
    quantity = Exact(required=True, example="50")
    unit = a_unit(required=True)
    stock_quantity = Exact(load_default=None, allow_none=True)
    unit_cost = Exact(8, least=-LARGEST, load_default=None, allow_none=True, example="41")
    unit_price = Exact(8, least=-LARGEST, load_default=None, allow_none=True, example="492")
    invoiced_quantity = Exact(load_default=None, allow_none=True)
    invoiced_unit_cost = a_cost(load_default=None, allow_none=True)
    lot = fields.Nested(NewLotShape, load_default=None, allow_none=True)
    location_id = Id(load_default=None, allow_none=True)
    is_output = Flag(load_default=False)
    standard_quantity = Exact(load_default=None, allow_none=True)


def a_photo(**options: Any) -> Text:
    """A field for a photo's address."""
    form = validate.Regexp(r"^(/|https://)[!-~]*$", error="An address that begins with / or https://.")
    return Text(500, validate_more=form, allow_none=True, **options)


class NewDocumentShape(Shape):
    """A draft. ``id`` may be made by the tablet. ``at``: when it took effect; late ones restate only their own days."""

    id = Id(load_default=None, allow_none=True)
    kind = Choice(*KINDS, required=True)
    at = Moment(load_default=None, allow_none=True)
    other_store_id = Id(load_default=None, allow_none=True)
    reference = Text(100, load_default=None, allow_none=True)
    supplier = Text(200, load_default=None, allow_none=True)
    cause = Choice(*CAUSES, load_default=None, allow_none=True)
    photo_url = a_photo(load_default=None)
    photo_id = Id(load_default=None, allow_none=True)
    note = Text(500, load_default=None, allow_none=True, lines=True)
    refers_to = Id(load_default=None, allow_none=True)
    lines = Many(fields.Nested(NewDocumentLineShape), LINES, required=True, least=1)


class DocumentChangeShape(Change):
    """Fields that are left out stay; ``lines`` is given whole."""

    at = Moment()
    reference = Text(100, allow_none=True)
    supplier = Text(200, allow_none=True)
    cause = Choice(*CAUSES, allow_none=True)
    photo_url = a_photo()
    photo_id = Id(allow_none=True)
    note = Text(500, allow_none=True, lines=True)
    refers_to = Id(allow_none=True)
    lines = Many(fields.Nested(NewDocumentLineShape), LINES, least=1)


class DocumentLineShape(Shape):
    """A line as it stands; quantities and costs in the item's stock unit, but for ``quantity`` of ``unit``, and ``unit_price`` to one
    of it, where it was told so: the line then comes to quantity × ``unit_price``, and ``unit_cost`` is rounded."""

    line_no = fields.Integer(required=True)
    item_id = Id(required=True)
    item = fields.Nested(ItemTagShape, required=True)
    quantity = Exact(required=True)
    unit = fields.String(required=True)
    stock_quantity = Exact(required=True)
    unit_cost = Exact(8, least=-LARGEST, required=True, allow_none=True)
    unit_price = Exact(8, least=-LARGEST, required=True, allow_none=True)
    invoiced_quantity = Exact(required=True, allow_none=True)
    invoiced_unit_cost = a_cost(required=True, allow_none=True)
    received_quantity = Exact(required=True, allow_none=True)
    lot_id = Id(required=True, allow_none=True)
    location_id = Id(required=True, allow_none=True)
    is_output = fields.Boolean(required=True)
    standard_quantity = Exact(required=True, allow_none=True)


class DocumentShape(Shape):
    """A document as it stands."""

    id = Id(required=True)
    store_id = Id(required=True)
    kind = Choice(*KINDS, required=True)
    number = fields.Integer(required=True)
    state = Choice(*STATES, required=True)
    other_store_id = Id(required=True, allow_none=True)
    at = Moment(required=True)
    shipped_at = Moment(required=True, allow_none=True)
    received_at = Moment(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    supplier = fields.String(required=True, allow_none=True)
    cause = fields.String(required=True, allow_none=True)
    photo_url = fields.String(required=True, allow_none=True)
    photo_id = Id(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    refers_to = Id(required=True, allow_none=True)
    posted_at = Moment(required=True, allow_none=True)
    version = fields.Integer(required=True)
    lines = fields.List(fields.Nested(DocumentLineShape), required=True)


class DocumentListArgs(PageArgs):
    """Which documents."""

    kind = Choice(*KINDS)
    state = Choice(*STATES)


class ShipShape(Shape):
    """When it left; the document's own moment, unless it is given."""

    at = Moment(load_default=None, allow_none=True)


class ArrivedShape(Shape):
    """What arrived of a line, in stock units."""

    line_no = Int(1, LINES, required=True)
    quantity = Exact(required=True)


class ReceiveShape(Shape):
    """What arrived, and when; all of a line that is not named."""

    at = Moment(load_default=None, allow_none=True)
    lines = Many(fields.Nested(ArrivedShape), LINES, load_default=list)

    @validates_schema
    def _check_lines(self, given: dict[str, Any], **_more: object) -> None:
        if len({line["line_no"] for line in given["lines"]}) < len(given["lines"]):
            raise ValidationError("A line stands here once.", "lines")


class MoveListArgs(PageArgs):
    """Which moves: after ``since``, until ``until``."""

    item_id = Id()
    reason = Choice(*REASONS)
    since = Moment()
    until = Moment()


class StockMoveShape(Shape):
    """A move, signed, in the item's stock unit. ``value``: money without goods, or of goods whose price was told to another unit,
    what they come to. ``prior_period``: the last day of the closed books that it belongs to."""

    id = Id(required=True)
    item = fields.Nested(ItemTagShape, required=True)
    at = Moment(required=True)
    business_date = Day(required=True)
    posted_at = Moment(required=True)
    reason = Choice(*REASONS, required=True)
    quantity = Exact(least=-LARGEST, required=True)
    unit_cost = a_cost(required=True, allow_none=True)
    value = Exact(8, least=-LARGEST, required=True, allow_none=True)
    location_id = Id(required=True, allow_none=True)
    document_id = Id(required=True, allow_none=True)
    line_no = fields.Integer(required=True, allow_none=True)
    cause = fields.String(required=True, allow_none=True)
    prior_period = Day(required=True, allow_none=True)


class StockAtArgs(Shape):
    """As it was at an instant; now, unless it is given."""

    at = Moment()


class StockArgs(StockAtArgs):
    """``negative``: only what is below nothing; ``low``: only what is at or below its reorder level."""

    state = Choice("negative", "low")


class StockLineShape(Shape):
    """An item's stock by the book, valued by the costing method in the major unit; beside it what a unit was last paid, and
    what it should cost."""

    item = fields.Nested(ItemTagShape, required=True)
    on_hand = Exact(12, least=-LARGEST, required=True)
    unit_cost = Exact(8, least=-LARGEST, required=True, allow_none=True)
    value = Exact(8, least=-LARGEST, required=True, allow_none=True)
    last_cost = a_cost(required=True, allow_none=True)
    standard_cost = a_cost(required=True)
    par = Exact(required=True, allow_none=True)
    reorder = Exact(required=True, allow_none=True)
    is_negative = fields.Boolean(required=True)
    is_low = fields.Boolean(required=True)


class ExpiringShape(Shape):
    """A lot that expires within days, or has."""

    item = fields.Nested(ItemTagShape, required=True)
    lot = fields.String(required=True)
    expires_on = Day(required=True)
    quantity = Exact(required=True)
    is_expired = fields.Boolean(required=True)


class StockShape(Shape):
    """A store's stock at an instant, and the method that values it."""

    at = Moment(required=True)
    costing = Choice(*COSTINGS, required=True)
    currency = Text(3, required=True)
    lines = fields.List(fields.Nested(StockLineShape), required=True)
    value = Exact(8, least=-LARGEST, required=True)
    expiring = fields.List(fields.Nested(ExpiringShape), required=True)


class CostStepShape(Shape):
    """A flow of an item: above zero what came, below what went, with its cost by the method. ``settlement``: what a receipt
    cost beside the provisional cost of what had been issued before it came."""

    at = Moment(required=True)
    reason = Text(30, required=True)
    quantity = figure(required=True)
    value = figure(required=True)
    settlement = figure(required=True, allow_none=True)


class CostLayerShape(Shape):
    """What is left of a receipt, first in, first out."""

    quantity = figure(required=True)
    unit_cost = figure(required=True)


_Ledger = Shape.from_dict(
    figures(
        "opening", "opening_value", "purchases", "transfers", "issues", "settled", "closing", "closing_value"
    ),
    name="CostSumsShape",
)


class CostLedgerShape(_Ledger):  # type: ignore[misc, valid-type]  # made from the names above
    """Since the item was last published, raw-equivalent: opening + purchases + transfers − issues = closing, exactly."""

    since = Moment(required=True)
    steps = fields.List(fields.Nested(CostStepShape), required=True)
    layers = fields.List(fields.Nested(CostLayerShape), required=True)


class ItemCostsShape(Shape):
    """How an item's stock came to its value; ``ledger`` is null for what is prepared: it is worth what is in it."""

    item = fields.Nested(ItemTagShape, required=True)
    at = Moment(required=True)
    costing = Choice(*COSTINGS, required=True)
    currency = Text(3, required=True)
    on_hand = figure(required=True)
    unit_cost = figure(required=True, allow_none=True)
    value = figure(required=True, allow_none=True)
    last_cost = figure(required=True, allow_none=True)
    standard_cost = figure(required=True)
    ledger = fields.Nested(CostLedgerShape, required=True, allow_none=True)


class ClosePeriodShape(Shape):
    """The last business day of the books to be closed."""

    ends_on = Day(required=True)


class PeriodsShape(Shape):
    """The last days of closed books, in order."""

    closed = fields.List(Day(), required=True)
