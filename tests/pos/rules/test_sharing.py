"""Sharing around what is fixed: the sums hold, and whoever is fixed at their own part changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from core.money import largest_remainder
from pos.rules.sharing import share_around, share_grid

amounts = st.integers(0, 10**6)
weights = st.dictionaries(st.integers(0, 9), st.integers(0, 5000), min_size=1, max_size=8)


@given(amounts, weights, st.data())
def test_fixing_parts_one_by_one_changes_nobodys(
    amount: int, shares: dict[int, int], data: st.DataObject
) -> None:
    if not any(shares.values()):
        return
    whole = share_around(amount, shares, {})
    assert list(whole.values()) == largest_remainder(amount, list(shares.values()))
    fixed: dict[int, int] = {}
    for key in data.draw(st.permutations(list(shares))):
        fixed[key] = whole[key]
        left = share_around(amount, shares, fixed)
        assert left == {other: part for other, part in whole.items() if other not in fixed}


@given(amounts, weights, st.data())
def test_whatever_was_fixed_the_sum_holds(amount: int, shares: dict[int, int], data: st.DataObject) -> None:
    keys = data.draw(st.sets(st.sampled_from(list(shares))))
    fixed = {key: data.draw(st.integers(0, 50)) for key in keys}
    left = share_around(amount, shares, fixed)
    bearers = [key for key in left if shares[key]]
    assert all(part >= 0 for part in left.values())
    if bearers and any(shares.values()) and sum(fixed.values()) <= amount < sum(fixed.values()) + 2000:
        assert sum(left.values()) + sum(fixed.values()) == amount


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=5),
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
)
def test_a_grid_adds_up_in_both_directions(columns: list[int], portions: list[int]) -> None:
    rows = dict(enumerate(largest_remainder(sum(columns), portions)))
    grid = share_grid(rows, columns, {})
    assert [sum(parts) for parts in grid.values()] == list(rows.values())
    assert [sum(column) for column in zip(*grid.values(), strict=True)] == columns


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=5),
    st.lists(st.integers(1, 20), min_size=2, max_size=6),
    st.data(),
)
def test_a_fixed_row_changes_no_other(columns: list[int], portions: list[int], data: st.DataObject) -> None:
    rows = dict(enumerate(largest_remainder(sum(columns), portions)))
    grid = share_grid(rows, columns, {})
    fixed = data.draw(st.sets(st.sampled_from(list(rows))))
    again = share_grid(rows, columns, {key: grid[key] for key in fixed})
    assert again == {key: parts for key, parts in grid.items() if key not in fixed}
