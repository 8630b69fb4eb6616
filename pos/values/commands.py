"""What a till may ask of an order. Ids are made by the terminal (UUIDv7); ``at`` is when it happened there."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.proofs import Proof
from pos.values.specs import ComponentChoice, LineSpec, ModifierChoice


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person's word: who, and the PIN that proves it."""

    staff_id: UUID
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something asked of an order."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder(Command):
    """Begin an order; saying it again changes nothing."""

    channel: str
    table_id: UUID | None = None
    covers: int | None = None
    guest_name: str | None = None
    due_at: datetime | None = None
    note: str | None = None
    share_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOrder(Command):
    """Change what is known of the guests; ``fields`` names what is given."""

    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrder(Command):
    """Move the order to another table."""

    table_id: UUID
    share_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder(Command):
    """Take over all lines of another open order, which ends."""

    from_order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(Command):
    """Void everything and end the order."""

    reason: str
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff(Command):
    """End the order though what is due on it will not be paid (逃单)."""

    reason: str
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLine(Command):
    """Order a product."""

    line_id: UUID
    product_id: UUID
    quantity: Decimal = Decimal(1)
    variant_id: UUID | None = None
    modifiers: tuple[ModifierChoice, ...] | None = None
    components: tuple[ComponentChoice, ...] | None = None
    unit_price: int | None = None
    seat: int | None = None
    course: int | None = None
    note: str | None = None
    hold: bool = False
    suggestion_id: UUID | None = None
    gift_of: UUID | None = None

    def spec(self) -> LineSpec:
        """What is ordered, without where and when."""
        return LineSpec(
            self.product_id, self.quantity, self.variant_id, self.modifiers, self.components, self.unit_price
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine(Command):
    """Change a line as it was at ``revision``; what is not in ``fields`` stays. ``reason``: for what makes a fired line cheaper."""

    line_id: UUID
    revision: int
    fields: frozenset[str]
    quantity: Decimal | None = None
    variant_id: UUID | None = None
    modifiers: tuple[ModifierChoice, ...] | None = None
    components: tuple[ComponentChoice, ...] | None = None
    unit_price: int | None = None
    note: str | None = None
    reason: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine(Command):
    """Give a line to a seat or a course; ``fields`` names which of the two."""

    line_id: UUID
    fields: frozenset[str]
    seat: int | None = None
    course: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire(Command):
    """Send lines to the kitchen: those named, a course, or everything not on hold."""

    line_ids: tuple[UUID, ...] | None = None
    course: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOnPaper(Command):
    """The kitchen has these lines on paper from the till, which could not reach the server."""

    line_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Command):
    """Keep lines back from a plain fire."""

    line_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCourse(Command):
    """Have a course fired at a time (``fire_at``), or once the course before it is bumped; ``hand`` takes that back."""

    course: int
    when: str
    fire_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirePlanned(Command):
    """Fire what is held of a course as it was planned; of an order that is no longer open, nothing. No till sends it."""

    course: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLine(Command):
    """Take units off the order (退菜 once fired); said again under the same ``void_id``, it changes nothing.

    ``check_id``: whose units of a split line they are; left out: of the check that has most of them.
    """

    line_id: UUID
    void_id: UUID | None = None
    reason: str = ""
    quantity: Decimal | None = None
    check_id: UUID | None = None
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompLine(Command):
    """Give units away: the price goes to zero, the cost stays (赠送). ``check_id``: as of a void."""

    line_id: UUID
    reason: str
    comp_id: UUID | None = None
    quantity: Decimal | None = None
    check_id: UUID | None = None
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefireLine(Command):
    """Cook units again: a new kitchen item, no new price."""

    line_id: UUID
    refire_id: UUID
    reason: str
    quantity: Decimal | None = None
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitBySeat(Command):
    """Put each seat's lines on a check of its own."""

    check_ids: dict[int, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEvenly(Command):
    """Divide a check into equal parts: itself and the new ones."""

    check_id: UUID
    new_check_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitByAmount(Command):
    """Put ``amount`` (minor units, before added tax and service) of a check on a new one."""

    check_id: UUID
    new_check_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class PartMove:
    """A line, or ``quantity`` units of it, leaving a check."""

    line_id: UUID
    from_check_id: UUID
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToCheck(Command):
    """Move lines or parts of lines to a check, made when new."""

    to_check_id: UUID
    parts: tuple[PartMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeChecks(Command):
    """Put checks together."""

    into_check_id: UUID
    check_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Command):
    """Take money for a check; ``amount`` counts towards the check, ``tip`` comes on top.

    ``proof``: of stored value, what shows that the member agrees, where the brand asks for it.
    """

    payment_id: UUID
    tender: str
    amount: int
    check_id: UUID | None = None
    tendered: int | None = None
    tip: int = 0
    reference: str | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMember(Command):
    """Say whose order it is; None: nobody's."""

    member_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePoints(Command):
    """Use up to so many of the member's points."""

    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCoupon(Command):
    """Put a coupon down, by its code."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropCoupon(Command):
    """Take a coupon back that was put down by its code; a member's own is kept back with ``keep_coupon``."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCoupon(Command):
    """Leave coupons of a promotion in the guest's hand, though the best deal would use one."""

    promotion_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCoupon(Command):
    """Let the best deal use them again."""

    promotion_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountOrder(Command):
    """Take an amount or a part (basis points) off by hand; neither: take that back."""

    discount_id: UUID
    amount: int = 0
    percent_bp: int = 0
    reason: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class RefundItem:
    """What of a line is given back: ``quantity`` units, an ``amount``, or all that is left."""

    line_id: UUID
    quantity: Decimal | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRefund(Command):
    """Give money back on a paid check: by line, by quantity, by amount, or all of it; on one that is not paid yet, by amount alone.

    ``tender``: how what was paid with stored value is given back once its member was erased.
    """

    refund_id: UUID
    reason: str
    check_id: UUID | None = None
    lines: tuple[RefundItem, ...] | None = None
    amount: int | None = None
    payment_id: UUID | None = None
    tender: str | None = None
    approval: Approval | None = None
