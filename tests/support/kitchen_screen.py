"""A kitchen screen in the browser, as a cook uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.support.cooks import COOK_PIN, NoodleKitchen
from tests.support.waiting import wait_until

# What a page without network or server says to its console; the screen itself says it to people.
AWAY = ("net::ERR", "WebSocket", "Failed to load resource")
COUNT_TONES = """
window.tones = {}
const begin = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...when) {
  window.tones[this.type] = (window.tones[this.type] ?? 0) + 1
  return begin.apply(this, when)
}
"""


class KitchenScreen:
    """A page of the kitchen with a cook in front of it."""

    def __init__(self, page: Page, kitchen: NoodleKitchen) -> None:
        self.page, self.kitchen = page, kitchen
        page.add_init_script(COUNT_TONES)

    def sign_in(self) -> "KitchenScreen":
        """The cook Lao Wu signs in."""
        self.find("staff").filter(has_text="老吴").click()
        for digit in COOK_PIN:
            self.page.get_by_role("button", name=digit, exact=True).click()
        self.tap("pin-enter")
        expect(self.find("station")).to_have_count(len(self.kitchen.stations))
        return self

    def open(self, *stations: str) -> "KitchenScreen":
        """The display of some stations, come up and connected."""
        for station in stations:
            self.page.locator(f'[data-station="{self.kitchen.stations[station]}"]').click()
        self.tap("open-display")
        expect(self.find("heard")).to_have_attribute("data-tone", "live")
        expect(self.find("station-screen").locator(".skeleton")).to_have_count(0)
        return self

    def go(self, path: str) -> "KitchenScreen":
        """Another view of the kitchen, by its address."""
        self.page.goto(f"/kitchen/{path}")
        return self

    def find(self, test_id: str) -> Locator:
        """By its name for tests."""
        return self.page.get_by_test_id(test_id)

    def tap(self, test_id: str) -> None:
        """Tap it."""
        self.find(test_id).click()

    def ticket(self, number: int) -> Locator:
        """The ticket of an order, by its number."""
        return self.page.locator(f'[data-testid="ticket"][data-number="{number}"]')

    def tray(self, number: int) -> Locator:
        """Everything of an order at expo."""
        return self.page.locator(f'[data-testid="tray"][data-number="{number}"]')

    def bump(self, number: int) -> None:
        """Tap the head of a ticket."""
        self.ticket(number).get_by_test_id("ticket-head").click()

    def lines(self, number: int) -> Locator:
        """The lines of a ticket."""
        return self.ticket(number).get_by_test_id("ticket-line")

    def count(self, test_id: str, number: int) -> None:
        """Expect so many."""
        expect(self.find(test_id)).to_have_count(number)

    def wake(self) -> "KitchenScreen":
        """Touch the display, so that it may sound, and wait until it can."""
        expect(self.find("heard")).to_have_attribute("data-tone", "live")
        self.tap("open-count")
        expect(self.find("sound").locator("small")).to_have_count(0)
        return self

    def expect_tones(self, sine: int, square: int) -> None:
        """So many tones were played since the page was loaded: sine for new, square for changed."""
        played = "[window.tones?.sine ?? 0, window.tones?.square ?? 0].join()"
        wait_until(lambda: self.page.evaluate(played) == f"{sine},{square}", what=f"tones {sine},{square}")
