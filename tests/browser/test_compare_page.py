"""The page that compares: its numbers are those of `asmsim.compare`, and can be taken along."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import asmsim
from asmsim.app.view import View, link, read
from asmsim.records import Dose, Scenario, default_library
from asmsim.report.row import written

SMALL = {"miners": 200, "months": 36, "replicates": 3, "seed": 5}
STANCES = ("hands_off", "confrontation")
WORDS = default_library().messages()
OVER = "#all-outcomes[data-pairs='3']"
"""The last table of the page, once it rests on all pairs."""


def address(**fields: Any) -> str:
    view = View(scenarios=STANCES, **{**SMALL, **fields})
    return f"/{view.page}?view={link(view)}"


@pytest.fixture(scope="module")
def found() -> asmsim.Comparison:
    return asmsim.compare(list(STANCES), **SMALL, workers=1)


def cells(page: Any, selector: str) -> dict[str, list[list[str]]]:
    """Return the exact values and the texts of a table's rows, by outcome."""
    rows: dict[str, list[list[str]]] = page.evaluate(
        """selector => Object.fromEntries([...document.querySelectorAll(selector)].map(row =>
        [row.dataset.outcome, [...row.querySelectorAll("data")].map(
            each => [each.value, each.textContent])]))""",
        selector,
    )
    return rows


def test_its_numbers_are_those_of_compare(visit: Any, found: asmsim.Comparison) -> None:
    page = visit().open(address())
    page.wait_for_selector(OVER)
    shown = cells(page, "table[data-scenario=confrontation] tr[data-outcome]")
    rows = found.contrasts.set_index("outcome")
    assert set(shown) == set(rows.index)
    outcomes = {each.name: each for each in found.plan.outcomes}
    for name, values in shown.items():
        row = rows.loc[name]
        exact = [float(value) for value, _ in values]
        wanted = [float(row[key]) for key in ("reference_mean", "scenario_mean", "difference")]
        assert [str(each) for each in exact] == [str(each) for each in wanted]
        text = written(outcomes[name], row.to_dict(), WORDS)
        assert [said for _, said in values] == [text.reference, text.scenario, text.difference]


def test_what_makes_them_again_does(visit: Any, found: asmsim.Comparison) -> None:
    page = visit().open(address())
    page.wait_for_selector(OVER)
    names: dict[str, Any] = {}
    exec(page.inner_text("[data-name=python]"), names)  # noqa: S102 - what the page offers
    assert names["found"].contrasts.equals(found.contrasts)
    words = shlex.split(page.inner_text("[data-name=command]"))
    assert words[:2] == ["asmsim", "compare"]
    assert words[words.index("--replicates") + 1] == "3"


def downloaded(page: Any, kind: str) -> Path:
    with page.expect_download() as waited:
        page.click(f"[data-name=download-{kind}]")
    return Path(waited.value.path())


@pytest.mark.slow
def test_everything_can_be_taken_along(visit: Any, found: asmsim.Comparison) -> None:
    page = visit().open(address())
    page.wait_for_selector(OVER)
    table = downloaded(page, "csv").read_text(encoding="utf-8")
    assert table == found.contrasts.to_csv(index=False, lineterminator="\n")
    book = load_workbook(io.BytesIO(downloaded(page, "xlsx").read_bytes()))
    assert len(book.sheetnames) > 3
    with zipfile.ZipFile(downloaded(page, "svg")) as figures:
        assert "trade-off.svg" in figures.namelist()


def test_a_change_is_answered_anew(visit: Any) -> None:
    page = visit().open(address())
    page.wait_for_selector(OVER)
    page.click("summary:has-text('Size and luck')")
    page.fill("input[data-name=replicates]", "2")
    page.press("input[data-name=replicates]", "Tab")
    page.wait_for_selector("[data-name=progress]:has-text('all 2 pairs')")
    page.wait_for_selector("#all-outcomes[data-pairs='2']")
    assert read(page.url.partition("view=")[2]).replicates == 2


def test_what_is_refused_goes_back_to_what_holds(visit: Any) -> None:
    page = visit().open(address())
    page.click("summary:has-text('Size and luck')")
    for _ in range(2):  # the same message a second time is a message too
        page.fill("input[data-name=months]", "999")
        page.press("input[data-name=months]", "Tab")
        page.wait_for_function("document.querySelector('[data-name=months]').value === '36'")
    fault = page.inner_text("[data-name=fault]")
    assert "36 to 240" in fault
    assert WORDS.text("app.kept") in fault
    page.uncheck("input[data-name=scenarios-confrontation]")
    page.wait_for_selector(
        f"[data-name=fault]:has-text('{WORDS.text('app.compare.too_few', n=2)}')"
    )
    page.wait_for_selector("input[data-name=scenarios-confrontation]:checked")
    view = read(page.url.partition("view=")[2])
    assert (view.months, view.scenarios) == (36, STANCES)


def test_an_assumption_can_be_left_out(visit: Any) -> None:
    page = visit().open(address())
    page.wait_for_selector(OVER)
    page.click("#change ~ details summary")
    row = page.locator("tr[data-parameter]").first
    name = row.get_attribute("data-parameter")
    row.get_by_role("button").click()
    page.wait_for_selector(f"tr[data-parameter='{name}'] button:has-text('Back')")
    record = default_library().parameters[name]
    assert read(page.url.partition("view=")[2]).overrides == {name: record.off or 0.0}


def test_a_stance_of_ones_own_is_compared_and_taken_along(visit: Any) -> None:
    page = visit().open(address(replicates=2))
    page.click("summary:has-text('Make a stance')")
    page.select_option("select[data-name=begin]", "hands_off")
    page.wait_for_selector("input[data-name=scenarios-own]:checked")
    page.click("details:has(input[data-name='lever:enforcement']) > summary")
    slider = page.locator("input[data-name='lever:enforcement']")
    slider.focus()
    slider.press("End")
    page.wait_for_selector("tr[data-scenario=own]")
    page.wait_for_selector("[data-name=progress]:has-text('all 2 pairs')")
    file = downloaded(page, "scenario")
    own = default_library().scenario(file.rename(file.with_name("own.toml")))
    begun = default_library().scenario("hands_off").levers
    assert set(own.levers) == {Dose(lever="enforcement"), *begun}
    view = read(page.url.partition("view=")[2])
    assert isinstance(view.own, Scenario)
    assert view.own.levers == own.levers
    page.wait_for_selector("tr[data-scenario=own]")
    assert json.loads(page.evaluate("JSON.stringify(document.documentElement.lang)")) == "en"
