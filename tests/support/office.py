"""Head office in a browser, as a person uses it: every step is a click or a key that they would press."""

from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.support.accounts import PASSWORD, House


class Office:
    """One browser with the office; what it shows is asked of ``page``."""

    def __init__(self, page: Page, house: House) -> None:
        self.page = page
        self.house = house

    def sign_in(self, who: str = "boss", password: str = PASSWORD) -> Self:
        """Fill the sign-in form and come in."""
        self.fill_sign_in(who, password)
        self.tap("sign-in")
        expect(self.page.locator("aside nav")).to_be_visible()
        return self

    def fill_sign_in(self, who: str, password: str) -> None:
        """Fill the sign-in form."""
        self.fill("brand", self.house.slug)
        self.fill("email", f"{who}@example.com")
        self.fill("password", password)

    def go(self, path: str) -> Self:
        """Open an address of the office and wait until its page stands."""
        self.page.goto(f"/office{path}")
        expect(self.page.locator("h1")).to_be_visible()
        expect(self.page.locator("[aria-busy='true']")).to_have_count(0)
        return self

    def in_english(self) -> Self:
        """Change the language to English, whatever it is now."""
        if self.find("language").inner_text().strip() == "English":
            self.tap("language")
        expect(self.page.locator("html")).to_have_attribute("lang", "en")
        return self

    def find(self, name: str) -> Locator:
        """What bears this name."""
        return self.page.get_by_test_id(name)

    def tap(self, name: str) -> None:
        """Click what bears this name."""
        self.find(name).click()

    def fill(self, field: str, value: str) -> None:
        """Type into a field by its name."""
        self.page.locator(f'[name="{field}"]').fill(value)

    @property
    def rows(self) -> Locator:
        """The rows of the page's table; calendars that hang outside the page have rows, too."""
        return self.page.locator("main tbody tr")

    def row(self, words: str) -> Locator:
        """A table's row that holds these words."""
        return self.rows.filter(has_text=words)

    def choose(self, select: Locator, option: str) -> None:
        """Open a drop-down and take the option with these words; what shows the present one lies over its field."""
        whole = select.locator("xpath=ancestor-or-self::*[contains(concat(' ', @class, ' '), ' el-select ')]")
        whole.click()
        if select.get_attribute("readonly") is None:  # a long list, in which one searches
            select.press_sequentially(option)
        self._take(whole.get_by_role("combobox"), option)
        expect(whole).to_contain_text(option)

    def drop_down(self, label: str) -> Locator:
        """A drop-down by its label."""
        return self.page.get_by_role("combobox", name=label).first

    def pick(self, picker: Locator, words: str, name: str) -> None:
        """Search in a picker as one types, and take what is found."""
        field = picker.locator("input")
        field.click()
        field.press_sequentially(words)
        self._take(field, name)

    def _take(self, field: Locator, option: str) -> None:
        """From the field's own list: another one's, which still closes, may know the same words."""
        own = self.page.locator(f'[id="{field.get_attribute("aria-controls")}"]')
        own.get_by_role("option", name=option).first.click()

    def save(self) -> None:
        """Save, and wait until nothing is left to save."""
        self.tap("save")
        expect(self.find("unsaved")).to_have_text("")
        expect(self.find("refusal")).to_have_count(0)
