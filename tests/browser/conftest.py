"""The real screens in a real Chromium: `open_page` opens one, `shot` keeps a picture when --shots names a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy import Engine

from tests.support.chromium import find_chromium
from tests.support.live_server import LiveServer
from tests.support.till import NoodleShop, make_noodle_shop

VIEWPORTS = {"tablet": (1280, 800), "wide": (1920, 1080), "phone": (390, 844)}
FAILURES = Path(__file__).parents[2] / ".cache" / "failures"
STAY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
FAILED = pytest.StashKey[bool]()

OpenPage = Callable[..., Page]
Shot = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; every page gets a profile of its own."""
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=[*found.flags, STAY_HERE], env=dict(found.env)
        )
        yield browser
        browser.close()


class Pages:
    """The pages of one test, and what went wrong in them."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(
        self,
        path: str = "/",
        *,
        viewport: str = "tablet",
        locale: str = "zh-CN",
        allow: tuple[str, ...] = (),
        **context: Any,
    ) -> Page:
        """Open a screen in a fresh profile; errors in its console fail the test unless they hold a text in ``allow``."""
        width, height = VIEWPORTS[viewport]
        made = self._browser.new_context(
            base_url=self._base_url,
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Asia/Shanghai",
            **context,
        )
        self._contexts.append(made)
        page = made.new_page()
        page.set_default_timeout(10_000)

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(text in message.text for text in allow):
                self.faults.append(f"{path}: {message.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: self.faults.append(f"{path}: {error}"))
        page.goto(path)
        return page

    def picture(self, name: str) -> None:
        """Keep a picture of every page that is still open."""
        FAILURES.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=FAILURES / f"{name}-{number}.png")

    def close(self) -> None:
        """Close every profile."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[OpenPage]:
    """Opens a screen of the live server: ``open_page("/till/", viewport="tablet", locale="en")``."""
    pages = Pages(browser, live_server.url)
    yield pages.open
    if request.node.stash.get(FAILED, False):
        pages.picture(request.node.name.replace("/", "_"))
    pages.close()
    assert pages.faults == [], "errors in the browser's console"


@pytest.fixture
def noodle_shop(engine: Engine, _quick_hashes: None) -> NoodleShop:
    """A brand of this test's own with a floor, a small menu and people: open ``noodle_shop.address``."""
    return make_noodle_shop(engine)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Shot:
    """Keeps a picture under the folder that --shots names; without it, does nothing."""
    folder = request.config.getoption("shots")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return keep
