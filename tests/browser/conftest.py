"""What browser tests share: Chromium, a server of the pages, and visitors that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.serving import CHROMIUM, chromium, serving

PATIENCE = 180_000
"""Milliseconds: a machine that compiles, or works for others, is slow and not wrong."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve the pages, as the command does, and return the address."""
    pytest.importorskip("solara", reason='the pages need: pip install "asmsim[app]"')
    with serving() as served:
        yield served.address


class Watched:
    """A visitor's browser: whatever leaves the server's address, or is complained of, is noted."""

    def __init__(self, browser: Any, server: str, **settings: Any) -> None:
        self.server = server
        self.away: list[str] = []
        self.said: list[str] = []
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(PATIENCE)

    def open(self, path: str = "/") -> Any:
        """Open a page and wait until it is there."""
        page = self.context.new_page()
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.server + path)
        page.wait_for_selector("#main h1")
        return page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.away.append(request.url)


@pytest.fixture
def visit(browser: Any, server: str) -> Iterator[Any]:
    """Return what makes visitors; each is a browser of its own."""
    made: list[Watched] = []

    def visitor(**settings: Any) -> Watched:
        made.append(Watched(browser, server, **settings))
        return made[-1]

    yield visitor
    for each in made:
        each.context.close()
        assert each.away == []
        assert each.said == []
