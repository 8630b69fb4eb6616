"""The shapes of commands: one JSON object each, told apart by ``type``."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validate

from core.schemas import (
    Choice,
    Day,
    Flag,
    Id,
    Int,
    Many,
    Moment,
    Money,
    PageArgs,
    Part,
    ProofShape,
    Quantity,
    Shape,
    Text,
)
from pos.rules.commands.paying import TENDERS
from pos.values import commands as c
from pos.values.catalog import CHANNELS
from pos.values.courses import WHENS
from pos.values.specs import ComponentChoice, ModifierChoice

MOST_COMMANDS = 500
WHOSE_UNITS = (
    "Of a line that stands on several checks: whose units. Left out: of the check that has most of them."
)


class ModifierShape(Shape):
    """An option chosen, so often per unit, with choices of its own."""

    option_id = Id(required=True)
    quantity = Int(1, 99, load_default=1)
    modifiers = Many(fields.Nested(lambda: ModifierShape()), 50, load_default=None, allow_none=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> ModifierChoice:
        """As the rules know it."""
        nested = found["modifiers"]
        return ModifierChoice(
            found["option_id"], found["quantity"], tuple(nested) if nested is not None else None
        )


class ComponentShape(Shape):
    """A choice of a set meal's group, so many pieces per set."""

    component_id = Id(required=True)
    quantity = Int(1, 99, load_default=1)
    variant_id = Id(load_default=None, allow_none=True)
    modifiers = Many(fields.Nested(ModifierShape), 50, load_default=None, allow_none=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> ComponentChoice:
        """As the rules know it."""
        chosen = found["modifiers"]
        modifiers = tuple(chosen) if chosen is not None else None
        return ComponentChoice(found["component_id"], found["quantity"], modifiers, found["variant_id"])


class ApprovalShape(Shape):
    """A second person and their PIN."""

    staff_id = Id(required=True)
    pin = Text(12, required=True, load_only=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Approval:
        """As the rules know it."""
        return c.Approval(**found)


class PartMoveShape(Shape):
    """A line, or some units of it, leaving a check."""

    line_id = Id(required=True)
    from_check_id = Id(required=True)
    quantity = Quantity(load_default=None, allow_none=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.PartMove:
        """As the rules know it."""
        return c.PartMove(**found)


class RefundItemShape(Shape):
    """What of a line is given back: units, an amount, or all that is left."""

    line_id = Id(required=True)
    quantity = Quantity(load_default=None, allow_none=True)
    amount = Money(1, load_default=None, allow_none=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.RefundItem:
        """As the rules know it."""
        return c.RefundItem(**found)


class Kind(fields.Constant[str]):
    """The word that tells a command from others."""

    def __init__(self, word: str) -> None:
        super().__init__(word, required=True, metadata={"const": word, "enum": [word]})


class CommandShape(Shape):
    """Something a till asks of an order."""

    command: ClassVar[Any] = c.Command
    # Commands that must tell "left as it is" from "taken away" list what was given.
    tells_fields: ClassVar[frozenset[str]] = frozenset()

    type: fields.Field[Any] = Kind("")
    at = Moment(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "When it happened at the terminal; now, when left out. Never in the future."
        },
    )

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Command:
        """As the rules know it."""
        found.pop("type")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        if self.tells_fields:
            values["fields"] = frozenset(values) & self.tells_fields
        made: c.Command = self.command(**values)
        return made


def _optional(field: type[fields.Field[Any]] | Any, *args: Any, **options: Any) -> Any:
    return field(*args, allow_none=True, **options)


class OpenOrderShape(CommandShape):
    """Begin the order; again, it changes nothing."""

    command = c.OpenOrder
    type = Kind("open_order")
    channel = Choice(*CHANNELS, required=True)
    table_id = _optional(Id)
    covers = _optional(Int, 1, 999)
    guest_name = _optional(Text, 100)
    due_at = _optional(Moment)
    note = _optional(Text, 500, lines=True)
    share_table = Flag()
    opened_at = _optional(Moment, metadata={"description": "The same as ``at``."})

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Command:
        """``opened_at`` is another name for ``at``."""
        opened_at = found.pop("opened_at", None)
        found["at"] = found.get("at") or opened_at
        made: c.Command = super().make(found)
        return made


class SetOrderShape(CommandShape):
    """Change what is known of the guests; what is left out stays."""

    command = c.SetOrder
    type = Kind("set_order")
    covers = _optional(Int, 1, 999)
    guest_name = _optional(Text, 100)
    due_at = _optional(Moment)
    note = _optional(Text, 500, lines=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Command:
        """The given fields, as one."""
        found.pop("type")
        at = found.pop("at")
        return c.SetOrder(at=at, fields=found)


class MoveOrderShape(CommandShape):
    """Move to another table."""

    command = c.MoveOrder
    type = Kind("move_order")
    table_id = Id(required=True)
    share_table = Flag()


class MergeOrderShape(CommandShape):
    """Take over another open order's lines."""

    command = c.MergeOrder
    type = Kind("merge_order")
    from_order_id = Id(required=True)


class CancelOrderShape(CommandShape):
    """Void everything and end the order."""

    command = c.CancelOrder
    type = Kind("cancel_order")
    reason = Text(200, required=True)
    approval = _optional(Part, ApprovalShape)


class _SpecShape(CommandShape):
    quantity = Quantity()
    variant_id = _optional(Id)
    modifiers = _optional(Many, fields.Nested(ModifierShape), 100)
    components = _optional(Many, fields.Nested(ComponentShape), 100)
    unit_price = _optional(Money, 0, metadata={"description": "Minor units; only for open-price products."})
    note = _optional(Text, 200)


class AddLineShape(_SpecShape):
    """Order a product. Modifiers or components left out: the menu's defaults."""

    command = c.AddLine
    type = Kind("add_line")
    line_id = Id(required=True)
    product_id = Id(required=True)
    seat = _optional(Int, 1, 999)
    course = _optional(Int, 1, 99)
    hold = Flag(
        metadata={"description": "A plain fire leaves it; a fire of the line or of its course sends it."}
    )
    suggestion_id = _optional(Id)
    gift_of = _optional(Id, metadata={"description": "The promotion that this line is the gift of."})


class ChangeLineShape(_SpecShape):
    """Change a line as it was at ``revision``; what is left out stays. What makes a fired line cheaper needs a reason."""

    command = c.ChangeLine
    tells_fields = frozenset({"quantity", "variant_id", "modifiers", "components", "unit_price", "note"})
    type = Kind("change_line")
    line_id = Id(required=True)
    revision = Int(1, required=True)
    reason = Text(200, shortest=0, load_default="")
    approval = _optional(Part, ApprovalShape)


class MoveLineShape(CommandShape):
    """Give a line to a seat or a course; null takes it away."""

    command = c.MoveLine
    tells_fields = frozenset({"seat", "course"})
    type = Kind("move_line")
    line_id = Id(required=True)
    seat = _optional(Int, 1, 999)
    course = _optional(Int, 1, 99)


class FireShape(CommandShape):
    """Send to the kitchen: these lines, a whole course, or all that is not on hold.

    Only a fire without ``line_ids`` and ``course`` leaves lines on hold: naming them, or their course, ends the hold.
    """

    command = c.Fire
    type = Kind("fire")
    line_ids = _optional(Many, Id(), 500)
    course = _optional(
        Int, 1, 99, metadata={"description": "Every held line of the course, also those on hold."}
    )


class PlanCourseShape(CommandShape):
    """Have a course fired at a time, or once every station has bumped the one before it; ``hand`` takes that back."""

    command = c.PlanCourse
    type = Kind("plan_course")
    course = Int(1, 99, required=True)
    when = Choice(*WHENS, required=True)
    fire_at = _optional(Moment, metadata={"description": "Given when, and only when, it is fired at a time."})


class TellOnPaperShape(CommandShape):
    """The kitchen has these lines on paper from the till, which could not reach the server: stations show it, and print none of it again.

    Lines that are not fired are left out; the paper has to be told of before it matters, best in the batch that fires them.
    """

    command = c.TellOnPaper
    type = Kind("tell_on_paper")
    line_ids = Many(Id(), 500, required=True)


class HoldShape(CommandShape):
    """Keep lines back from a plain fire; a fire that names them, or their course, sends them, and so does the course's plan."""

    command = c.Hold
    type = Kind("hold")
    line_ids = Many(
        Id(),
        500,
        required=True,
        metadata={
            "description": "Left by a plain fire; a fire that names them, or their course, sends them."
        },
    )


class VoidLineShape(CommandShape):
    """Take units off; after fire with a reason."""

    command = c.VoidLine
    type = Kind("void_line")
    line_id = Id(required=True)
    void_id = _optional(
        Id, metadata={"description": "Made by the terminal: the same void again changes nothing."}
    )
    quantity = _optional(Quantity)
    check_id = _optional(Id, metadata={"description": WHOSE_UNITS})
    reason = Text(200, shortest=0, load_default="")
    approval = _optional(Part, ApprovalShape)


class CompLineShape(CommandShape):
    """Give units away."""

    command = c.CompLine
    type = Kind("comp_line")
    line_id = Id(required=True)
    comp_id = _optional(
        Id, metadata={"description": "Made by the terminal: the same comp again changes nothing."}
    )
    quantity = _optional(Quantity)
    check_id = _optional(Id, metadata={"description": WHOSE_UNITS})
    reason = Text(200, required=True)
    approval = _optional(Part, ApprovalShape)


class RefireLineShape(CommandShape):
    """Cook units again; ``refire_id`` is made by the terminal."""

    command = c.RefireLine
    type = Kind("refire_line")
    line_id = Id(required=True)
    refire_id = Id(required=True)
    quantity = _optional(Quantity)
    reason = Text(200, required=True)
    approval = _optional(Part, ApprovalShape)


class SplitBySeatShape(CommandShape):
    """A check for each seat: {"1": check id, …}."""

    command = c.SplitBySeat
    type = Kind("split_by_seat")
    check_ids = fields.Dict(
        keys=fields.Integer(validate=validate.Range(1, 999)),
        values=Id(),
        required=True,
        validate=validate.Length(1, 50),
    )


class SplitEvenlyShape(CommandShape):
    """Divide a check into equal parts: itself and the new ones."""

    command = c.SplitEvenly
    type = Kind("split_evenly")
    check_id = Id(required=True)
    new_check_ids = Many(Id(), 49, required=True, least=1)


class SplitByAmountShape(CommandShape):
    """Put an amount of a check's net on a new check."""

    command = c.SplitByAmount
    type = Kind("split_by_amount")
    check_id = Id(required=True)
    new_check_id = Id(required=True)
    amount = Money(1, required=True)


class MoveToCheckShape(CommandShape):
    """Move lines or parts of lines to a check, made when it is new."""

    command = c.MoveToCheck
    type = Kind("move_to_check")
    to_check_id = Id(required=True)
    parts = Many(fields.Nested(PartMoveShape), 500, required=True, least=1)


class MergeChecksShape(CommandShape):
    """Put checks together."""

    command = c.MergeChecks
    type = Kind("merge_checks")
    into_check_id = Id(required=True)
    check_ids = Many(Id(), 50, required=True, least=1)


class PayShape(CommandShape):
    """Take money for a check (the first open one, when left out); change is made from ``tendered``."""

    command = c.Pay
    type = Kind("pay")
    payment_id = Id(required=True)
    check_id = _optional(Id)
    tender = Choice(*TENDERS, required=True)
    amount = Money(0, required=True, metadata={"example": 5800})
    tendered = _optional(Money, 0)
    tip = Money(0)
    reference = _optional(Text, 100)
    proof = _optional(Part, ProofShape)


class SetMemberShape(CommandShape):
    """Say whose order it is; null: nobody's."""

    command = c.SetMember
    type = Kind("set_member")
    member_id = Id(required=True, allow_none=True)


class UsePointsShape(CommandShape):
    """Use up to so many of the member's points; 0: none. Again: the order is priced anew."""

    command = c.UsePoints
    type = Kind("use_points")
    points = Int(0, 1_000_000_000, required=True)


class AddCouponShape(CommandShape):
    """Put a coupon down, by the code that was typed or scanned."""

    command = c.AddCoupon
    type = Kind("add_coupon")
    code = Text(40, required=True)


class DropCouponShape(CommandShape):
    """Take a coupon back."""

    command = c.DropCoupon
    type = Kind("drop_coupon")
    code = Text(40, required=True)


class KeepCouponShape(CommandShape):
    """Leave the coupons of a promotion in the guest's hand, though the best deal would use one."""

    command = c.KeepCoupon
    type = Kind("keep_coupon")
    promotion_id = Id(required=True)


class UseCouponShape(CommandShape):
    """Let the best deal use them again."""

    command = c.UseCoupon
    type = Kind("use_coupon")
    promotion_id = Id(required=True)


class DiscountOrderShape(CommandShape):
    """Take an amount or a percentage off by hand; neither: take that back. The same discount again changes nothing."""

    command = c.DiscountOrder
    type = Kind("discount_order")
    discount_id = Id(required=True)
    amount = Money(0)
    percent_bp = Int(0, 10_000, load_default=0)
    reason = Text(200, shortest=0, load_default="")
    approval = _optional(Part, ApprovalShape)


class RefundShape(CommandShape):
    """Give money back on a paid check: by line, quantity or amount; all of it when neither is named.

    What was paid with stored value goes back into it; once the member was erased (409 ``member_erased``), ``tender`` says how else.
    """

    command = c.GiveRefund
    type = Kind("refund")
    refund_id = Id(required=True)
    check_id = _optional(Id)
    lines = _optional(Many, fields.Nested(RefundItemShape), 500)
    amount = _optional(Money, 1)
    payment_id = _optional(Id)
    tender = _optional(Choice, "cash", "card", "scan")
    reason = Text(200, required=True)
    approval = _optional(Part, ApprovalShape)


class WriteOffShape(CommandShape):
    """End an order of which something will never be paid: what was paid stays, the rest is a loss of its own in the day's figures.

    What was not fired is voided, unless a part of it is paid. Asked for like a comp.
    """

    command = c.WriteOff
    type = Kind("write_off")
    reason = Text(200, required=True)
    approval = _optional(Part, ApprovalShape)


SHAPES: dict[str, type[CommandShape]] = {
    str(shape._declared_fields["type"].metadata["const"]): shape
    for shape in (
        OpenOrderShape,
        SetOrderShape,
        MoveOrderShape,
        MergeOrderShape,
        CancelOrderShape,
        AddLineShape,
        ChangeLineShape,
        MoveLineShape,
        FireShape,
        PlanCourseShape,
        TellOnPaperShape,
        HoldShape,
        VoidLineShape,
        CompLineShape,
        RefireLineShape,
        SplitBySeatShape,
        SplitEvenlyShape,
        SplitByAmountShape,
        MoveToCheckShape,
        MergeChecksShape,
        SetMemberShape,
        UsePointsShape,
        AddCouponShape,
        DropCouponShape,
        KeepCouponShape,
        UseCouponShape,
        DiscountOrderShape,
        PayShape,
        RefundShape,
        WriteOffShape,
    )
}
_LOADERS: dict[str, CommandShape] = {name: shape() for name, shape in SHAPES.items()}


class CommandField(fields.Field[c.Command]):
    """Any command; ``type`` says which."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_more: Any
    ) -> c.Command:
        if not isinstance(value, dict):
            raise ValidationError("A command is an object.")
        kind = value.get("type")
        loader = _LOADERS.get(kind) if isinstance(kind, str) else None
        if loader is None:
            raise ValidationError({"type": ["One of: " + ", ".join(SHAPES) + "."]})
        made: c.Command = loader.load(value)
        return made


class CommandsShape(Shape):
    """A batch of commands for one order: all of them take effect, or none."""

    commands = Many(CommandField(), MOST_COMMANDS, required=True, least=1)


class OrderListArgs(PageArgs):
    """Which orders of a store."""

    state = Choice("open", "paid", "cancelled", "merged")
    business_date = Day()
    q = Text(
        50,
        metadata={"description": "An order number (12 or #12), a slip's code, a table's or a guest's name."},
    )


class ChangesArgs(Shape):
    """Where to go on."""

    after = Text(80, metadata={"description": "The cursor of the answer before; left out: only the cursor."})
