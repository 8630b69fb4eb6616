"""What another mix than the planned one does: the effects of the dishes are the whole difference, to the last digit."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.mix import Part, mix_effects

amounts = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
dishes = st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=8).filter(
    lambda found: sum(one[1] for one in found) > 0 and sum(one[3] for one in found) > 0
)


def parts_of(found: list[tuple[Fraction, Fraction, Fraction, Fraction]]) -> dict[int, Part]:
    planned, sold = sum(one[1] for one in found), sum(one[3] for one in found)
    return {
        place: Part(one[0] / planned, one[1] / planned, one[2] / sold, one[3] / sold)
        for place, one in enumerate(found)
    }


@given(dishes)
def test_the_effects_are_the_whole_difference(found: list[tuple[Fraction, ...]]) -> None:
    parts = parts_of(found)

    whole = sum(part.cost - part.planned_cost for part in parts.values())

    assert sum(mix_effects(parts).values()) == whole


@given(dishes)
def test_what_is_sold_as_planned_has_no_effect(found: list[tuple[Fraction, ...]]) -> None:
    as_planned = parts_of([(cost, sales, cost, sales) for cost, sales, _, _ in found])

    assert set(mix_effects(as_planned).values()) == {0}


@given(dishes)
def test_the_order_of_dishes_does_not_matter(found: list[tuple[Fraction, ...]]) -> None:
    parts = parts_of(found)

    assert mix_effects(dict(reversed(parts.items()))) == mix_effects(parts)


def test_more_of_a_dear_dish_and_less_of_a_cheap_one_both_raise_the_share() -> None:
    dear, cheap = Fraction(1, 2), Fraction(1, 10)
    half, most = Fraction(1, 2), Fraction(3, 4)
    parts = {
        "dear": Part(half * dear, half, most * dear, most),
        "cheap": Part(half * cheap, half, (1 - most) * cheap, 1 - most),
    }

    assert mix_effects(parts) == {"dear": Fraction(1, 20), "cheap": Fraction(1, 20)}
