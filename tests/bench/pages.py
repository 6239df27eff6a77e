"""``python -m tests.bench.pages``: what a visitor of the pages waits for, alone and among others.

The browser that is measured runs on the same machine and takes its share of it, so figures are on
the safe side. Those who play and compare beside it would have machines of their own: their browser
steps back behind the server and the other one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep
from typing import Any

from rich.console import Console

from asmsim.app.explore.charts import charts
from asmsim.app.explore.scene import scene
from asmsim.app.explore.world import World
from asmsim.app.view import View, link
from asmsim.records import default_library
from tests.bench.report import table, verdict
from tests.browser.serving import chromium, launched, serving

STEP_S, FIRST_S, CLICK_S, PAGE_S = 0.150, 5.0, 2.0, 5.0
"""What is promised: a month and its map, a first result, a click (of twenty 19), a new page."""

GONE_S = 1.0
"""After which what was under way for a visitor who has left is stopped."""

CONNECTED, PLAYING = 20, 5
CLICKS, PAGES = 60, 9
LONG = 300_000

READY = {"compare": "#main h1", "explore": "#main h1", "evidence": "details[data-group]"}


def seconds(what: Callable[[], object]) -> float:
    """How long somebody who looks at the clock waits."""
    start = monotonic()
    what()
    return monotonic() - start


def month() -> list[float]:
    """Seconds of a month at the usual size: lived, drawn as data, charted."""
    library = default_library()
    words = library.messages()
    world = World(View(page="explore"), library)

    def step() -> None:
        world.step()
        scene(world.model, "tenure", "", words)
        charts(world.model, world.place.months, "", words)

    step()
    return [seconds(step) for _ in range(40)]


class Visitors:
    """Pages that are open in a browser, each a visitor's own."""

    def __init__(self, browser: Any, server: str) -> None:
        self.browser = browser
        self.server = server

    def opened(self, view: View, ready: str, browser: Any = None) -> Any:
        """Open a page for a new visitor."""
        context = (browser or self.browser).new_context()
        context.set_default_timeout(LONG)
        page = context.new_page()
        page.goto(f"{self.server}/{view.page}?view={link(view)}")
        page.wait_for_selector(ready)
        return page

    def first(self, seed: int) -> float:
        """Seconds from asking for the usual comparison to its first verdict."""
        page = None

        def ask() -> None:
            nonlocal page
            page = self.opened(View(seed=seed), ".glance table")

        found = seconds(ask)
        left(page)
        return found

    def page(self, name: str) -> float:
        """Seconds until a new visitor sees a page."""
        page = None

        def ask() -> None:
            nonlocal page
            page = self.opened(View(page=name), READY[name])

        found = seconds(ask)
        left(page)
        return found

    def crowd(self) -> list[Any]:
        """Let twenty visitors come; return those who look on while others play and compare."""
        explore, quiet = View(page="explore"), View(page="evidence")
        others = stepping_back(self.browser)
        playing = [
            self.opened(explore.with_(seed=seed), "figure.line", others)
            for seed in range(1, 1 + PLAYING)
        ]
        still = [
            self.opened(explore.with_(seed=50 + n) if n % 2 else quiet, "select[data-name=context]")
            for n in range(CONNECTED - PLAYING - 1)
        ]
        for page in still[1::2]:
            page.wait_for_selector("figure.line")
        for page in playing:
            page.click("[data-name=play]")
        self.opened(View(seed=1000, replicates=50), "#progress", others)
        return still


def stepping_back(browser: Any) -> Any:
    """Start another browser like this one that takes only what is left of the processors."""
    before = set(browsers())
    other = launched(browser.browser_type)
    for task in (task for pid in set(browsers()) - before for task in pid.glob("task/*")):
        os.setpriority(os.PRIO_PROCESS, int(task.name), 19)
    return other


def browsers() -> list[Path]:
    """Return the folders of the processes of browsers."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if b"chromium" in (each / "cmdline").read_bytes():
                found.append(each)
        except OSError:
            continue  # it has ended
    return found


def left(page: Any) -> None:
    """Close a page as visitors do: a browser tells the server that it goes."""
    page.close(run_before_unload=True)
    page.context.close()
    sleep(GONE_S)


def click(page: Any, luck: random.Random) -> float:
    """Seconds until a click of one of those who look on is answered."""
    if "evidence" in page.url:
        wanted = luck.choice(
            [each for each in ("light", "dark") if each != page.input_value("[data-name=theme]")]
        )
        page.evaluate("document.documentElement.removeAttribute('data-theme')")

        def change() -> None:
            page.select_option("[data-name=theme]", wanted)
            page.wait_for_selector(f"html[data-theme={wanted}]", state="attached")

        return seconds(change)
    before = page.inner_text("[data-name=month]")

    def step() -> None:
        page.click("[data-name=step]")
        page.wait_for_function(
            "text => document.querySelector('[data-name=month]').innerText !== text", arg=before
        )

    return seconds(step)


def main() -> None:
    """Measure and print."""
    talk = Console(stderr=True)
    found: list[tuple[str, str, float, float]] = []
    talk.print("a month at the usual size")
    months = month()
    found.append(("a month with its map and charts", "median", median(months), STEP_S))
    with serving(workers=2) as server, chromium() as browser:
        visitors = Visitors(browser, server.address)
        talk.print("warming")
        visitors.first(1)
        talk.print("first results on Compare")
        firsts = [visitors.first(seed) for seed in range(2, 7)]
        found.append(("first result on Compare", "longest of 5", max(firsts), FIRST_S))
        alone = visitors.opened(View(page="explore"), "figure.line")
        steps = [click(alone, random.Random(1)) for _ in range(20)]
        found.append(("a month, from click to map", "median", median(steps), STEP_S))
        left(alone)
        talk.print(f"{CONNECTED} visitors, {PLAYING} playing, one comparing")
        still = visitors.crowd()
        luck = random.Random(1)
        clicks = [click(luck.choice(still), luck) for _ in range(CLICKS)]
        found.append(("a click in the crowd", "95 %", quantiles(clicks, n=20)[-1], CLICK_S))
        pages = [visitors.page(luck.choice(list(READY))) for _ in range(PAGES)]
        found.append(("a new page in the crowd", f"longest of {PAGES}", max(pages), PAGE_S))
        talk.print(f"memory of server and workers: {server.resident() / 1e6:.0f} MB")
    shown = table("What a visitor waits for, seconds", "what", "of", "found", "at most", "")
    for name, of, value, most in found:
        shown.add_row(name, of, f"{value:.3f}", f"{most:g}", verdict(value <= most))
    Console().print(shown)


if __name__ == "__main__":
    main()
