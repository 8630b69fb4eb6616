"""Set meals, sizes and modifiers."""

from typing import Any

from playwright.sync_api import expect

from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_set_meal_shows_its_price_as_choices_change(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").in_english().quick_order()
    tablet.tile("T01").click()
    add = tablet.find("sheet-add")
    expect(add).to_contain_text("¥50.00")
    tablet.choose("Braised beef noodles")
    expect(add).to_contain_text("¥53.00")
    tablet.choose("Extra beef")
    expect(add).to_contain_text("¥65.00")
    tablet.choose("No coriander")
    tablet.find("set-step").filter(has_text="Drink").click()
    tablet.choose("Sour plum drink")
    expect(add).to_contain_text("¥67.00")
    shot(tablet.page, "till-set-meal-en")
    add.click()
    tablet.expect_due("¥67.00")
    for words in (
        "Braised beef noodles",
        "Extra beef",
        "No coriander",
        "Sour plum drink",
        "Smashed cucumber",
    ):
        expect(tablet.line("T01")).to_contain_text(words)


def test_size_and_modifiers_are_chosen_before_and_changed_after(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").in_english().quick_order()
    tablet.tile("N03").click()
    tablet.find("size").filter(has_text="Large").click()  # any size is the second tap
    tablet.expect_due("¥24.00")
    tablet.tile("N03").click()
    tablet.tap("size-again")  # the tile again: the first size
    tablet.expect_due("¥42.00")
    tablet.find("bill-line").filter(has_text="Small").click()
    tablet.tap("line-void")
    tablet.expect_due("¥24.00")

    tablet.add("N01", "N01")
    tablet.expect_due("¥81.60")
    expect(tablet.line("N01")).to_contain_text("Mild")
    tablet.line("N01").click()
    tablet.choose("Hot")
    tablet.choose("Extra beef")
    tablet.tap("save-one")  # of two equal dishes, one
    tablet.expect_due("¥93.60")
    expect(tablet.line("N01")).to_have_count(2)
    expect(tablet.line("N01").nth(1)).to_contain_text("Extra beef")


def test_number_of_a_dish_is_changed_on_its_sheet(open_page: Any, noodle_shop: NoodleShop) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").in_english().quick_order().add("D01")
    tablet.line("D01").click()
    for _ in range(3):
        tablet.tap("line-more")
    tablet.expect_due("¥24.00")
    tablet.tap("line-less")
    tablet.expect_due("¥18.00")
    expect(tablet.line("D01")).to_have_count(1)


def test_a_paid_option_leaves_a_dish_that_is_being_made_with_a_reason_and_a_colleagues_word(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address, allow=("409", "403")))
    tablet.sign_in("cashier").in_english().quick_order().add("N01")
    tablet.line("N01").click()
    tablet.choose("Extra beef")
    tablet.tap("save")
    tablet.expect_due("¥40.80")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")
    tablet.line("N01").click()
    tablet.choose("Hot")
    expect(tablet.find("cheaper")).to_have_count(0)
    tablet.find("modifier-group").get_by_role("button", name="Less").click()
    expect(tablet.find("save")).to_be_disabled()
    tablet.find("reason").filter(has_text="Guest changed mind").click()
    shot(tablet.page, "till-cheaper-en")
    tablet.tap("save")
    tablet.approve("manager")
    tablet.expect_due("¥28.80")
    expect(tablet.line("N01")).not_to_contain_text("Extra beef")
