"""The page that explores: what is on the screen is what Python gives for the same run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import asmsim
from asmsim.app.compare.again import scenario_file
from asmsim.app.explore.scene import at_work
from asmsim.app.explore.world import World
from asmsim.app.view import View, link, read
from asmsim.records import default_library
from asmsim.report.row import means

SMALL = {"page": "explore", "miners": 200, "months": 30, "policy_month": 6, "seed": 3}
LIBRARY = default_library()
WORDS = LIBRARY.messages()


def address(**fields: Any) -> str:
    view = View(**{**SMALL, **fields})
    return f"/{view.page}?view={link(view)}"


def view_of(page: Any) -> View:
    return read(page.url.partition("view=")[2])


def leads(page: Any, wanted: Callable[[View], bool]) -> View:
    """Wait until the address leads to what is wanted: it follows what the page shows."""
    page.wait_for_url(lambda url: wanted(read(url.partition("view=")[2])))
    return view_of(page)


def reached(page: Any, month: int) -> None:
    page.wait_for_selector(f"[data-name=month]:has-text('month {month} of')")


def now(page: Any, outcome: str) -> str:
    return str(page.inner_text(f"figure[data-outcome={outcome}] .now"))


def shows(page: Any, outcome: str, text: str) -> None:
    """Wait until an outcome's chart says so: the parts of a page are drawn one after another."""
    page.wait_for_function(
        "([name, text]) => document.querySelector(`figure[data-outcome=${name}] .now`)"
        "?.textContent.trim() === text",
        arg=[outcome, text],
    )


def said(run: asmsim.Run, outcome: str, month: int) -> str:
    """Write an outcome's month as the page does."""
    record = LIBRARY.outcome(outcome)
    monthly = record.model_copy(update={"unit": record.unit.replace("/year", "/month")})
    unit, (text,) = means(monthly, [float(run.series[outcome].iloc[month])], WORDS)
    return WORDS.amount(text, unit)


@pytest.fixture(scope="module")
def run() -> asmsim.Run:
    return asmsim.simulate("confrontation", seed=3, miners=200, months=30, policy_month=6)


def test_step_play_pause_and_reset(visit: Any, run: asmsim.Run) -> None:
    page = visit().open(address(stance="confrontation"))
    reached(page, 6)
    for name in ("formal_share", "income_median", "mercury"):
        shows(page, name, said(run, name, 5))
    page.click("[data-name=step]")
    reached(page, 7)
    shows(page, "income_median", said(run, "income_median", 6))
    workers = run.sites[run.sites["month"] == 6].set_index("site")["workers"]
    table = page.evaluate(
        """[...document.querySelectorAll("tr[data-site]")].map(row =>
        [Number(row.dataset.site), Number(row.children[2].textContent)])"""
    )
    assert dict(table) == {site: n for site, n in workers.items() if n}
    page.select_option("select[data-name=speed]", "8")
    page.click("[data-name=play]")
    reached(page, 30)
    page.wait_for_selector("[data-name=play]:disabled")
    shows(page, "income_median", said(run, "income_median", 29))
    assert leads(page, lambda view: view.month == 30).month == 30
    page.click("[data-name=reset]")
    reached(page, 6)
    page.select_option("select[data-name=speed]", "1")  # it must not end before it is paused
    page.click("[data-name=play]")
    page.click("[data-name=play]:has-text('Pause')")
    page.wait_for_selector("[data-name=step]:enabled")
    assert leads(page, lambda view: view.month >= 6).month >= 6


def test_a_lever_is_felt_from_the_next_month(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    page = visitor.open(address(month=10, stance="confrontation"))
    reached(page, 10)
    page.click("details:has(input[data-name='lever:engagement']) > summary")
    page.focus("input[data-name='lever:engagement']")
    page.keyboard.press("End")
    page.wait_for_selector("select[data-name=stance] option:checked[value=own]", state="attached")
    page.click("[data-name=step]")
    reached(page, 11)
    view = leads(page, lambda view: view.month == 11)
    assert view.own is not None
    assert [(each.dose, each.start) for each in view.own.levers if each.lever == "engagement"] == [
        (1.0, 4)
    ]
    path = tmp_path / "own.toml"
    path.write_text(scenario_file(view.own), encoding="utf-8")
    run = asmsim.simulate(path, seed=3, miners=200, months=30, policy_month=6)
    shows(page, "net_position", said(run, "net_position", 10))
    again = visitor.open(page.url.removeprefix(visitor.server))
    reached(again, 11)
    for name in ("income_median", "mercury", "net_position"):
        shows(again, name, now(page, name))


def test_another_kind_of_place_is_another_district(visit: Any) -> None:
    page = visit().open(address(month=12))
    reached(page, 12)
    other = "ghana_gold"
    page.select_option("select[data-name=context]", other)
    reached(page, 6)
    view = leads(page, lambda view: view.context == other)
    assert view.context == other
    world = World(view, LIBRARY)
    people = WORDS.number(int(at_work(world.model).sum()))
    page.wait_for_selector(f"[data-name=map-said]:has-text('{people} people work')")


def test_what_is_clicked_tells_its_story(visit: Any) -> None:
    page = visit().open(address())
    reached(page, 6)
    page.locator("g.site").first.dispatch_event("click")
    page.wait_for_selector("[data-name=story]:has-text('People at work')")
    place = leads(page, lambda view: bool(view.picked)).picked
    assert place.startswith("site ")
    page.focus("[data-name=map]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert leads(page, lambda view: view.picked != place).picked.startswith("site ")
    page.select_option("select[data-name=picked]", "gender woman")
    page.wait_for_selector("[data-name=story]:has-text('at work')")
