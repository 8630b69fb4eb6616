"""Regions, stores and terminals."""

from typing import Any

from marshmallow import fields, post_load, validate

from accounts.schemas.fields import CHANNELS, ClockTime, Currency, TimeZone
from core.schemas import (
    Change,
    Choice,
    Flag,
    Id,
    Int,
    Many,
    Moment,
    Money,
    Name,
    PageArgs,
    Part,
    Percent,
    Shape,
    Text,
)

_CODE = validate.Regexp(r"^[A-Za-z0-9_-]+$", error="Letters, digits, - and _ only.")


class RegionShape(Shape):
    """A region."""

    id = Id(required=True)
    name = Name(required=True)


class RegionNewShape(Shape):
    """A new region."""

    name = Name(required=True)


class RegionChangeShape(Change):
    """What may change of a region."""

    name = Name()


class RoundingShape(Shape):
    """How a bill is rounded off (抹零)."""

    unit = Int(1, 100_000, required=True, metadata={"description": "To a multiple of so many minor units"})
    mode = Choice("down", "half_up", "none", required=True)
    scope = Choice("all", "cash", required=True)


class ServiceChargeShape(Shape):
    """What is added for service, and where."""

    percent = Percent(required=True)
    channels = Many(Choice(*CHANNELS), most=len(CHANNELS), required=True)


class ServiceCharge(Part):
    """A store's service charge, from its two columns; null when there is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(ServiceChargeShape, allow_none=True, **options)

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = None) -> Any:
        """The two columns as one value."""
        if not obj.service_charge_bp:
            return None
        return {"percent": obj.service_charge_bp, "channels": obj.service_charge_channels}


class _StoreFields:
    """Takes the contract's one service charge apart into the two columns."""

    @post_load
    def _apart(self, values: dict[str, Any], **_more: Any) -> dict[str, Any]:
        if "service_charge" in values:
            charge = values.pop("service_charge") or {"percent": 0, "channels": []}
            values["service_charge_bp"] = charge["percent"]
            values["service_charge_channels"] = sorted(set(charge["channels"]))
        return values


class StoreShape(Shape):
    """A store, as a terminal needs to know it."""

    id = Id(required=True)
    code = Text(20, required=True)
    name = Name(required=True)
    region_id = Id(required=True, allow_none=True)
    timezone = TimeZone(required=True)
    currency = Currency(required=True)
    day_cutoff = ClockTime(required=True, attribute="cutoff_minutes")
    prices_include_tax = Flag(required=True)
    rounding = Part(RoundingShape, required=True)
    service_charge = ServiceCharge(required=True)
    pickup_wrap = Int(required=True)
    approval_limit = Money(0, required=True, allow_none=True)
    is_franchised = Flag(required=True)


class OfficeStoreShape(StoreShape):
    """A store, as head office sees it."""

    legal_entity = Text(200, required=True, allow_none=True)
    created_at = Moment(required=True)


class StoreNewShape(_StoreFields, Shape):
    """A new store. What is left out has a quiet default; the currency is the brand's."""

    code = Text(20, required=True, validate_more=_CODE, metadata={"example": "BJ01"})
    name = Name(required=True)
    timezone = TimeZone(required=True)
    region_id = Id(allow_none=True)
    currency = Currency()
    day_cutoff = ClockTime(attribute="cutoff_minutes")
    prices_include_tax = Flag()
    rounding = Part(RoundingShape)
    service_charge = ServiceCharge()
    pickup_wrap = Int(1, 999_999)
    approval_limit = Money(0, allow_none=True)
    is_franchised = Flag()
    legal_entity = Text(200, allow_none=True)


class StoreChangeShape(_StoreFields, Change):
    """What may change of a store: all but its currency, in which its money is counted."""

    code = Text(20, validate_more=_CODE)
    name = Name()
    timezone = TimeZone()
    region_id = Id(allow_none=True)
    day_cutoff = ClockTime(attribute="cutoff_minutes")
    prices_include_tax = Flag()
    rounding = Part(RoundingShape)
    service_charge = ServiceCharge()
    pickup_wrap = Int(1, 999_999)
    approval_limit = Money(0, allow_none=True)
    is_franchised = Flag()
    legal_entity = Text(200, allow_none=True)


class StoreArgs(PageArgs):
    """Which stores."""

    region_id = Id()
    q = Text(100, metadata={"description": "Part of a code or a name"})


class TerminalShape(Shape):
    """A terminal."""

    id = Id(required=True)
    store_id = Id(required=True)
    name = Text(100, required=True)
    enrolled_at = Moment(required=True)
    last_seen_at = Moment(required=True)
    revoked_at = Moment(required=True, allow_none=True)


class EnrolmentCodeNewShape(Shape):
    """A code to be made: for how many devices, for how many minutes."""

    uses = Int(1, 50, load_default=1)
    minutes = Int(1, 7 * 24 * 60, load_default=60)


class EnrolmentCodeShape(Shape):
    """A code, shown this once."""

    code = fields.String(required=True, metadata={"example": "K7RT-9W2M"})
    store_id = Id(required=True)
    uses_left = Int(required=True)
    expires_at = Moment(required=True)
