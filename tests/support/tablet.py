"""A tablet with the till on it, as a person uses it: every step is a tap or a key that they would press."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.support.till import NoodleShop


class Tablet:
    """One browser with the till; what it shows is asked of ``page``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, who: str) -> Self:
        """Tap one's name, type the PIN."""
        self.choose_person(who)
        self.type_pin(NoodleShop.pin(who))
        expect(self.find("table").first).to_be_visible()
        return self

    def in_english(self) -> Self:
        """Change the language to English, whatever it is now."""
        if self.find("language").inner_text().strip() == "EN":
            self.tap("language")
        expect(self.page.locator("html")).to_have_attribute("lang", "en")
        return self

    def choose_person(self, who: str) -> None:
        """Tap a name on the pad."""
        self.find("staff").filter(has_text=who.title()).click()

    def type_pin(self, pin: str) -> None:
        """Type a PIN and enter it."""
        self.keys(pin)
        self.tap("pin-enter")

    def keys(self, digits: str, within: str = "") -> None:
        """Press keys of the pad on the screen."""
        for digit in digits:
            self.page.locator(f"{within} .pad").get_by_role("button", name=digit, exact=True).click()

    def seat(self, table: str, covers: int) -> Self:
        """Guests sit down at a free table."""
        self.table(table).click()
        self.page.locator(f'[data-covers="{covers}"]').click()
        expect(self.find("tile").first).to_be_visible()
        return self

    def open_table(self, table: str) -> Self:
        """Go on with a table's order."""
        self.table(table).click()
        expect(self.find("tile").first).to_be_visible()
        return self

    def quick_order(self) -> Self:
        """Begin a takeaway order."""
        self.tap("quick-order")
        expect(self.find("tile").first).to_be_visible()
        return self

    def add(self, *codes: str) -> None:
        """Tap dishes that take one tap."""
        for code in codes:
            self.tile(code).click()

    def approve(self, who: str, pin: str | None = None) -> None:
        """A second person says yes."""
        dialog = self.find("approval")
        dialog.get_by_test_id("staff").filter(has_text=who.title()).click()
        self.keys(pin or NoodleShop.pin(who), '[data-testid="approval"]')
        dialog.get_by_test_id("pin-enter").click()

    def find_member(self, phone: str) -> None:
        """Type a whole phone number on the pad: it is looked up by itself."""
        expect(self.find("member-word")).to_be_focused()
        self.keys(phone)

    def tap(self, name: str) -> None:
        """Tap what bears this name."""
        self.find(name).click()

    def choose(self, option: str) -> None:
        """Tap an option of a sheet by its words."""
        self.find("option").filter(has_text=option).click()

    def table(self, name: str) -> Locator:
        """A table on the plan."""
        return self.page.locator(f'[data-table="{name}"]')

    def tile(self, code: str) -> Locator:
        """A dish on the menu."""
        return self.page.locator(f'[data-testid="tile"][data-code="{code}"]')

    def line(self, code: str) -> Locator:
        """A row of the bill."""
        return self.page.locator(f'[data-testid="bill-line"][data-code="{code}"]')

    def find(self, name: str) -> Locator:
        """What bears this name."""
        return self.page.get_by_test_id(name)

    def expect_due(self, amount: str) -> None:
        """What the bill asks for, in the server's figures."""
        expect(self.find("due")).to_have_text(amount)
        expect(self.find("due")).not_to_have_class(re.compile("ours"))
