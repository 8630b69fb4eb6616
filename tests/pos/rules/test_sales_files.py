"""Files of past sales, sound and damaged: what is wrong is told by file and line, and the rest is used."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.rules.sales_files import FILES, read_past_sales
from pos.values.sales_files import PastSales

DATA = Path(__file__).parents[3] / "pos" / "data" / "pizza_place"
TYPES = 'pizza_type_id,name,category,ingredients\nham,The Ham Pizza,Classic,"Ham, Cheese"\nveg,The Veg,Veggie,Leek\n'
SIZES = "pizza_id,pizza_type_id,size,price\nham_s,ham,S,10.5\nham_l,ham,L,20.75\nveg_m,veg,M,12\n"
ORDERS = "order_id,date,time\n1,2015-01-01,11:38:36\n2,2015-01-01,11:57:40\n3,2015-01-02,9:05\n"
LINES = "order_details_id,order_id,pizza_id,quantity\n1,1,ham_s,1\n2,2,ham_l,2\n3,2,veg_m,1\n4,3,veg_m,1\n"
NOW = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - the store's wall clock
SOUND = dict(zip(FILES, (ORDERS, LINES, SIZES, TYPES), strict=True))


def read(**changed: str | bytes | None) -> PastSales:
    """The sound files with some replaced: read(orders="…"), by the first part of the name."""
    names = {"orders": FILES[0], "lines": FILES[1], "sizes": FILES[2], "types": FILES[3]}
    files = SOUND | {names[key]: text for key, text in changed.items()}
    contents = {k: v.encode() if isinstance(v, str) else v for k, v in files.items()}
    return read_past_sales(contents, 2, NOW)


def told(past: PastSales) -> list[tuple[str, int | None, str]]:
    return [(fault.file, fault.line, fault.code) for fault in past.faults]


def sums(past: PastSales) -> tuple[int, int, int]:
    """Orders, units, revenue."""
    prices = {v.code: v.price for p in past.products for v in p.variants}
    lines = [line for order in past.orders for line in order.lines]
    return (
        len(past.orders),
        sum(x.quantity for x in lines),
        sum(x.quantity * prices[x.code] for x in lines),
    )


def test_the_year_reads_whole_and_its_one_bad_byte_is_told() -> None:
    past = read_past_sales({name: (DATA / name).read_bytes() for name in FILES}, 2, NOW)
    assert sums(past) == (21350, 49574, 81786005)
    assert (len(past.products), sum(len(p.variants) for p in past.products)) == (32, 96)
    assert told(past) == [("pizza_types.csv", 17, "bad_bytes")]


def test_sound_files_have_no_faults() -> None:
    past = read()
    assert (sums(past), past.faults) == ((3, 5, 7600), ())
    assert past.products[0].ingredients == ("Ham", "Cheese")
    assert [line.row_id for line in past.orders[1].lines] == ["2", "3"]


def test_columns_may_stand_in_any_order_with_others_between_and_other_line_ends() -> None:
    sizes = 'price;Size;"Pizza ID";colour;PIZZA_TYPE_ID\r\n10.50;S;ham_s;red;ham\r\n20.75;L;ham_l;;ham\r\n'
    past = read(sizes=sizes + "12;M;veg_m;green;veg", lines=b"\xef\xbb\xbf" + LINES.encode())
    assert (sums(past), past.faults) == ((3, 5, 7600), ())


def test_a_spreadsheets_own_text_format_reads_too() -> None:
    assert sums(read(types=TYPES.replace(",", "\t").encode("utf-16"))) == (3, 5, 7600)


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ("", "missing_price"),
        ("abc", "bad_price"),
        ("-1", "bad_price"),
        ("1.999", "bad_price"),
        ("NaN", "bad_price"),
        ("1e3", "bad_price"),
        ("٣", "bad_price"),
        ("99999999999", "bad_price"),
        ("1,5", "too_many_values"),
    ],
)
def test_a_price_that_is_none_costs_its_size_and_the_lines_that_need_it(price: str, code: str) -> None:
    past = read(sizes=SIZES.replace("12\n", price + "\n"))
    assert told(past)[0] == ("pizzas.csv", 4, code)
    assert {fault.line for fault in past.faults if fault.file == "order_details.csv"} == {4, 5}
    assert (sums(past), past.skipped) == ((2, 3, 5200), 4)  # order 3 has nothing left


@pytest.mark.parametrize(("price", "amount"), [("12.5", 1250), ("$12", 1200), ("0", 0), ("12.500", 1250)])
def test_a_price_is_read_to_the_last_cent(price: str, amount: int) -> None:
    past = read(sizes=SIZES.replace("12\n", price + "\n"))
    assert past.products[1].variants[0].price == amount


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("5,1,ham_s,0", "bad_quantity"),
        ("5,1,ham_s,-1", "bad_quantity"),
        ("5,1,ham_s,1.5", "bad_quantity"),
        ("5,1,ham_s,", "bad_quantity"),
        ("5,1,ham_s", "bad_quantity"),
        ("5,1,ham_s,99999999", "bad_quantity"),
        ("5,9,ham_s,1", "unknown_order"),
        ("5,1,tuna_s,1", "unknown_pizza"),
        ("4,1,ham_s,1", "duplicate"),
        (",1,ham_s,1", "missing_id"),
        ("5," + "1" * 99 + ",ham_s,1", "bad_id"),
        ('5,1,"ham_s,1', "bad_row"),
        ("5,1,ham_s,1,1", "too_many_values"),
    ],
)
def test_a_bad_line_is_told_and_left_out(row: str, code: str) -> None:
    past = read(lines=LINES + row + "\n6,3,ham_s,1\n")
    assert told(past) == [("order_details.csv", 6, code)]
    assert (sums(past), past.skipped) == ((3, 6, 8650), 1)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2,2015-02-30,12:00:00", "bad_date"),
        ("2,01/13/2015,12:00:00", "bad_date"),
        ("2,,12:00:00", "bad_date"),
        ("2,0001-01-01,12:00:00", "bad_date"),
        ("2,2115-01-01,12:00:00", "bad_date"),
        ("2,2026-11-22,12:00:01", "bad_date"),
        ("2,2015-01-01,25:00:00", "bad_time"),
        ("2,2015-01-01,", "bad_time"),
        ("2,2015-01-01", "bad_time"),
    ],
)
def test_an_order_without_a_moment_is_told_with_its_lines(row: str, code: str) -> None:
    past = read(orders=ORDERS.replace("2,2015-01-01,11:57:40", row))
    assert told(past) == [
        ("orders.csv", 3, code),
        ("order_details.csv", 3, "unusable_order"),
        ("order_details.csv", 4, "unusable_order"),
    ]
    assert sums(past) == (2, 2, 2250)


def test_what_is_sold_until_now_is_past() -> None:
    past = read(orders=ORDERS.replace("2,2015-01-01,11:57:40", "2,2026-11-22,12:00:00"))
    assert (past.orders[-1].at, past.faults) == (NOW, ())


def test_every_name_is_one_line_that_a_sheet_can_hold() -> None:
    past = read(
        types='pizza_type_id,name,category,ingredients\nham,"The\nHam\t\ufffePizza",Classic,"Ham，Cheese"\n'
    )
    assert past.products[0].name == "The Ham Pizza"
    assert past.products[0].ingredients == ("Ham", "Cheese")


def test_what_stands_there_twice_counts_once() -> None:
    past = read(
        orders=ORDERS + "1,2016-01-01,10:00:00\n",
        sizes=SIZES + "ham_s,ham,S,99\n",
        types=TYPES + "ham,Other,Classic,\n",
    )
    assert [fault.code for fault in past.faults] == ["duplicate"] * 3
    assert sums(past) == (3, 5, 7600)


def test_orders_without_lines_are_told() -> None:
    assert told(read(orders=ORDERS + "4,2015-01-03,10:00:00\n")) == [("orders.csv", 5, "empty_order")]


def test_orders_come_in_the_order_in_which_they_were_made() -> None:
    past = read(orders=ORDERS + "0,2014-12-31,23:59:59\n", lines=LINES + "5,0,ham_s,1\n")
    assert [order.row_id for order in past.orders] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("which", ["orders", "lines", "sizes"])
@pytest.mark.parametrize(
    ("content", "code"), [(None, "file_missing"), (b"", "file_empty"), (b" \r\n\r\n", "file_empty")]
)
def test_without_a_file_that_is_needed_nothing_is_sold(which: str, content: bytes | None, code: str) -> None:
    past = read(**{which: content})
    assert code in [fault.code for fault in past.faults if fault.line is None]
    assert past.orders == ()


def test_without_the_types_products_are_sold_under_their_ids() -> None:
    past = read(types=None)
    assert told(past) == [("pizza_types.csv", None, "file_missing")]
    assert (sums(past), past.products[0].name) == ((3, 5, 7600), "ham")
    past = read(types=TYPES.replace("veg,", "leek,"))
    assert told(past) == [("pizzas.csv", 4, "unknown_type")]
    assert (sums(past), past.products[-1].name) == ((3, 5, 7600), "veg")


def test_a_missing_column_is_told() -> None:
    past = read(lines=LINES.replace("quantity", "count"))
    assert told(past) == [("order_details.csv", 1, "column_missing")]
    assert past.orders == ()
    past = read(sizes=SIZES.replace("size", "format"), types=TYPES.replace("category", "kind"))
    assert told(past) == [
        ("pizza_types.csv", 1, "column_missing"),
        ("pizzas.csv", 1, "column_missing"),
    ]
    assert sums(past) == (3, 5, 7600)


def test_lines_that_are_not_utf_8_are_read_in_the_likely_other_encoding_and_told() -> None:
    past = read(types=TYPES.replace("The Veg", "Jalapeño").encode("cp1252"))
    assert (past.products[1].name, told(past)) == ("Jalapeño", [("pizza_types.csv", 3, "bad_bytes")])
    past = read(types=TYPES.replace("The Veg", "素食披萨").encode("gb18030"))
    assert past.products[1].name == "素食披萨"


def test_control_characters_are_removed_and_told() -> None:
    past = read(types=TYPES.replace("The Veg", "The\0 Veg"))
    assert (past.products[1].name, told(past)) == ("The Veg", [("pizza_types.csv", 3, "control_characters")])


def test_a_row_may_reach_over_two_lines() -> None:
    past = read(types=TYPES.replace("Ham, Cheese", "Ham,\nCheese") + "x,y\n")
    assert past.products[0].ingredients == ("Ham", "Cheese")
    assert sums(past) == (3, 5, 7600)


@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), min_size=1, max_size=8),
)
def test_no_damage_stops_the_reading(name: str, damages: list[tuple[int, bytes]]) -> None:
    content = SOUND[name].encode()
    for place, put in damages:
        content = content[:place] + put + content[place + len(put) :]
    past = read_past_sales({**{k: v.encode() for k, v in SOUND.items()}, name: content}, 2, NOW)
    codes = {v.code for p in past.products for v in p.variants}
    assert all(line.code in codes for order in past.orders for line in order.lines)


@given(st.dictionaries(st.sampled_from(FILES), st.binary(max_size=300)))
def test_no_bytes_stop_the_reading(contents: dict[str, bytes]) -> None:
    assert read_past_sales(contents, 2, NOW).orders == ()


@given(st.integers())
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    shuffled = {}
    for name, text in SOUND.items():
        head, *rows = text.splitlines()
        random.Random(seed).shuffle(rows)
        shuffled[name] = "\n".join([head, *rows]).encode()
    assert sums(read_past_sales(shuffled, 2, NOW)) == sums(read())
