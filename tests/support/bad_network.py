"""A network that fails at the worst moment, for pages in a browser."""

from playwright.sync_api import Page, Route


def cut_once(page: Page, address: str, *, taken: bool) -> None:
    """The first POST to the address gets no answer; ``taken``: the server did what it asks."""
    cut: list[str] = []

    def handle(route: Route) -> None:
        if cut or route.request.method != "POST":
            route.continue_()
        else:
            cut.append(route.request.url)
            if taken:
                route.fetch()
            route.abort("connectionreset")

    page.route(address, handle)
