"""The shapes of sales figures. Money in minor units."""

from marshmallow import fields

from core.schemas import Day, Id, Int, Money, Name, QueryInt, Shape, Text


class SalesArgs(Shape):
    """Which days, both included; the last seven business days unless said."""

    first = Day(data_key="from")
    last = Day(data_key="to")


class StoreSalesArgs(SalesArgs):
    """And how many products."""

    top = QueryInt(1, 500, load_default=50)


class SalesSumsShape(Shape):
    """``gross``: list value of what was not voided; ``net``: less ``comps`` and ``discounts``; ``tax``: contained and added; ``total``: charged."""

    orders = Int(required=True)
    covers = Int(required=True)
    gross = Money(required=True)
    comps = Money(required=True)
    discounts = Money(required=True)
    net = Money(required=True)
    service_charge = Money(required=True)
    tax = Money(required=True)
    rounding = Money(required=True)
    total = Money(required=True)
    tips = Money(required=True)
    refunds = Money(required=True, metadata={"description": "Given back on these days"})
    refund_count = Int(required=True)
    written_off = Money(
        required=True, metadata={"description": "Of the total, what guests left unpaid for good"}
    )


class SalesDayShape(SalesSumsShape):
    """A business day."""

    business_date = Day(required=True)


class SalesChannelShape(SalesSumsShape):
    """A channel."""

    channel = Text(20, required=True)


class SalesHourShape(Shape):
    """An hour of the store's wall clock."""

    hour = Int(0, 23, required=True)
    orders = Int(required=True)
    covers = Int(required=True)
    total = Money(required=True)


def _units() -> fields.String:
    return fields.String(required=True, metadata={"example": "12", "description": "an exact decimal"})


class SalesProductShape(Shape):
    """A product or one variant of it: by itself, and as a set meal's component."""

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    code = Text(60, required=True, allow_none=True)
    kind = Text(20, required=True, allow_none=True)
    name = Name(required=True, allow_none=True)
    variant_name = Name(required=True, allow_none=True)
    units = _units()
    comped_units = _units()
    revenue = Money(required=True)
    set_units = _units()
    set_revenue = Money(required=True)


class SalesStaffShape(Shape):
    """What somebody sold from suggestions."""

    staff_id = Id(required=True)
    name = Text(100, required=True, allow_none=True)
    suggestions = Int(required=True)
    upsell_units = _units()
    upsell_revenue = Money(required=True)


class StoreSalesShape(Shape):
    """A store's sales, looked at from several sides."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    currency = Text(3, required=True)
    totals = fields.Nested(SalesSumsShape, required=True)
    days = fields.List(fields.Nested(SalesDayShape), required=True)
    channels = fields.List(fields.Nested(SalesChannelShape), required=True)
    hours = fields.List(fields.Nested(SalesHourShape), required=True)
    products = fields.List(fields.Nested(SalesProductShape), required=True)
    staff = fields.List(fields.Nested(SalesStaffShape), required=True)


class StoreRankShape(SalesSumsShape):
    """A store in the ranking."""

    store_id = Id(required=True)
    code = Text(20, required=True)
    name = Name(required=True)
    currency = Text(3, required=True)


class BrandSalesShape(Shape):
    """The stores, those that sold most first."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    totals = fields.Nested(SalesSumsShape, required=True)
    stores = fields.List(fields.Nested(StoreRankShape), required=True)
