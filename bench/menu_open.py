"""A menu of 2,000 products on the till, in Chromium at tablet size: how long until it can be tapped, and how soon a tap answers.

Bound: a bare page that draws as many buttons, in the same browser, in turn.
"""

import statistics
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import figures
from bench.brand import PIN, Brand, make_brand
from bench.place import new_database, say
from bench.server import Served
from core.database import make_engine
from core.embedded import Embedded
from tests.support.chromium import find_chromium

PRODUCTS = 2_000
TABLET = {"width": 1280, "height": 800}
TAPS = 30
FRAME_MS = 1000 / 60

BARE = """
<!doctype html><meta charset="utf-8">
<style>main { display: grid; grid-template-columns: repeat(6, 1fr); gap: 8px } button { height: 96px }</style>
<main></main>
<script>
function draw(count) {
  const began = performance.now()
  const main = document.querySelector('main')
  main.innerHTML = ''
  for (let n = 0; n < count; n++) {
    const button = document.createElement('button')
    button.innerHTML = `<b>红烧牛肉面 ${n}</b><br>¥${12 + n % 50}.00`
    main.append(button)
  }
  return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))))
}
</script>
"""
# From the finger's lift to the end of the frame that shows the dish on the bill; how many frames that took.
TAP = """
(place) => new Promise((done) => {
  const tiles = document.querySelectorAll('[data-testid="tile"]')
  const count = () => document.querySelector('[data-testid="bill-lines"]')?.textContent ?? ''
  const before = count()
  const began = performance.now()
  tiles[place % tiles.length].click()
  const script = performance.now() - began
  let frames = 0
  const look = () => {
    frames += 1
    if (count() !== before || frames > 120) setTimeout(() => done({ script, frames, whole: performance.now() - began }))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})
"""
# From the tap that opens the menu to the frame after the first dishes were drawn.
OPEN = """
() => new Promise((done) => {
  performance.clearMarks('till:menu-drawn')
  const began = performance.now()
  document.querySelector('[data-testid="quick-order"]').click()
  const look = () => performance.getEntriesByName('till:menu-drawn').length
    ? setTimeout(() => done(performance.now() - began)) : requestAnimationFrame(look)
  requestAnimationFrame(look)
})
"""


def menu_open(postgres: Embedded, name: str, rounds: int = 7) -> str:
    """The figures' line: median ms until the menu stands, and what taps took."""
    url = new_database(postgres, "bench_menu")
    brand = make_brand(make_engine(url, pooled=False), dishes=PRODUCTS, has_kitchens=False)
    found = find_chromium()
    with Served(url) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(found.flags), env=dict(found.env)
        )
        page = sign_in(browser, served.url, brand)
        bare = browser.new_page(viewport=TABLET)
        bare.set_content(BARE)
        opened, cold, drawn, taps = [], [], [], []
        for turn in range(rounds + 1):
            drawn.append(bare.evaluate(f"draw({PRODUCTS})"))
            cold.append(come_back(page))
            opened.append(page.evaluate(OPEN))
            page.wait_for_selector('[data-testid="tile"]')
            taps += [page.evaluate(TAP, place) for place in range(TAPS)]
            say(f"{name}: round {turn}: {opened[-1]:.0f} ms, bare {drawn[-1]:.0f} ms")
        browser.close()
    del opened[0], cold[0], drawn[0], taps[:TAPS]  # the first finds cold caches
    value = statistics.median(opened)
    detail = {
        "products": PRODUCTS,
        "slowest_ms": round(max(opened), 1),
        "reload_to_floor_ms": round(statistics.median(cold), 1),
        "taps": len(taps),
        **of_taps(taps),
    }
    return figures.line(name, value, "ms", statistics.median(drawn), detail)


def of_taps(taps: list[dict[str, Any]]) -> dict[str, Any]:
    """What of a tap's answer is worth telling."""
    scripts = [tap["script"] / 1000 for tap in taps]
    return {
        "tap_script_p50_ms": figures.percentile_ms(scripts, 50),
        "tap_script_p99_ms": figures.percentile_ms(scripts, 99),
        "taps_within_a_frame": round(sum(tap["script"] < FRAME_MS and tap["frames"] == 1 for tap in taps) / len(taps), 3),
        "tap_to_shown_p50_ms": figures.percentile_ms([tap["whole"] / 1000 for tap in taps], 50),
    }  # fmt: skip


def sign_in(browser: Browser, url: str, brand: Brand) -> Page:
    """Enrol a tablet and type the cashier's PIN, as a person does."""
    store_id = brand.stores[0]
    page = browser.new_page(viewport=TABLET, has_touch=True)
    page.goto(f"{url}/till/?brand={brand.slug}&code={brand.codes[store_id]}")
    page.get_by_test_id("staff").first.click()
    for digit in PIN:
        page.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    page.get_by_test_id("pin-enter").click()
    page.get_by_test_id("quick-order").wait_for()
    return page


def come_back(page: Page) -> float:
    """Load the till anew, as after a power cut; answers the ms until an order can be begun."""
    page.goto(page.url.partition("#")[0].partition("?")[0].partition("/till/")[0] + "/till/")
    page.get_by_test_id("quick-order").wait_for()
    found: float = page.evaluate("performance.now()")
    return found
