"""What each command does to an order: pure steps on the working copy, one table of them all."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.errors import Problem
from pos.errors import OrderNotFound
from pos.rules.commands import (
    adjusting,
    benefits,
    checks,
    courses,
    lines,
    orders,
    paying,
    refunds,
    splitting,
    writing_off,
)
from pos.values import commands as c
from pos.values.context import Context

BILLED = (c.Pay, c.SplitByAmount, c.WriteOff)
CLOCK_DRIFT = timedelta(minutes=2)

HANDLERS: dict[type[c.Command], Callable[[Context, Any], None]] = {
    c.OpenOrder: orders.open_order,
    c.SetOrder: orders.set_order,
    c.MoveOrder: orders.move_order,
    c.MergeOrder: orders.merge_order,
    c.CancelOrder: orders.cancel_order,
    c.AddLine: lines.add_line,
    c.ChangeLine: lines.change_line,
    c.MoveLine: lines.move_line,
    c.Fire: courses.fire,
    c.TellOnPaper: courses.tell_on_paper,
    c.Hold: courses.hold,
    c.PlanCourse: courses.plan_course,
    c.FirePlanned: courses.fire_planned,
    c.VoidLine: adjusting.void_line,
    c.CompLine: adjusting.comp_line,
    c.RefireLine: adjusting.refire_line,
    c.SplitBySeat: splitting.split_by_seat,
    c.SplitEvenly: splitting.split_evenly,
    c.SplitByAmount: splitting.split_by_amount,
    c.MoveToCheck: checks.move_to_check,
    c.MergeChecks: checks.merge_checks,
    c.SetMember: benefits.set_member,
    c.UsePoints: benefits.use_points,
    c.AddCoupon: benefits.add_coupon,
    c.DropCoupon: benefits.drop_coupon,
    c.KeepCoupon: benefits.keep_coupon,
    c.UseCoupon: benefits.use_coupon,
    c.DiscountOrder: benefits.discount_order,
    c.Pay: paying.pay,
    c.GiveRefund: refunds.give_refund,
    c.WriteOff: writing_off.write_off,
}


def apply_commands(
    context: Context, commands: Sequence[c.Command], price: Callable[[], None] | None = None
) -> None:
    """Apply a batch in order, all or nothing; a refusal says which command it was (``errors[0].path``).

    ``price`` finds the order's deal: before a command that looks at the bill, and at the end.
    """
    for place, command in enumerate(commands):
        context.place = place
        if price is not None and isinstance(command, BILLED):
            price()
        context.at = moment_of(context, command)
        try:
            if context.book is None and not isinstance(command, c.OpenOrder):
                raise OrderNotFound("Open the order first.")
            HANDLERS[type(command)](context, command)
        except Problem as problem:
            problem.errors = problem.errors or [
                {"path": f"commands.{place}", "code": problem.code, "message": problem.detail}
            ]
            raise
    courses.fire_freed(context)
    if price is not None:
        price()
    if context.book is not None:
        paying.settle(context, context.book)


def moment_of(context: Context, command: c.Command) -> datetime:
    """When it happened: the terminal's word, but never in the future nor before the order began, whatever its clock says."""
    if command.at is None or command.at > context.now - CLOCK_DRIFT:
        return context.now
    return max(command.at, context.book.order.opened_at) if context.book else command.at
