"""A fault in a run: said with a reference, and the visitor's page goes on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

from asmsim.app.view import View, link
from tests.browser.conftest import PATIENCE, Watched
from tests.browser.serving import Server, serving

pytestmark = pytest.mark.slow  # it needs a server of its own

# A package of somebody's whose belief fails in the eighth month, in one district and one study.
FAILING = """
from asmsim.phases import belief as ours

def phase(model):
    if model.month == 7 and (model.luck_seed == 13 or model.policy_month == 11):
        raise ZeroDivisionError("a secret of the server")
    ours.phase(model)
"""
ENTRY = "[asmsim.phases]\nbelief = failing:phase\n"
SMALL = {"miners": 200, "months": 30, "policy_month": 6, "replicates": 2}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = tmp_path_factory.mktemp("site")
    (site / "failing.py").write_text(FAILING, encoding="utf-8")
    metadata = site / "failing-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: failing\nVersion: 1.0\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(ENTRY, encoding="utf-8")
    paths = [str(site), *filter(None, [os.environ.get("PYTHONPATH")])]
    with serving(PYTHONPATH=os.pathsep.join(paths)) as server:
        yield server


@pytest.fixture
def visitor(browser: Any, faulty: Server) -> Iterator[Watched]:
    made = Watched(browser, faulty.address)
    made.context.set_default_timeout(PATIENCE)
    yield made
    made.context.close()
    assert made.away == []
    assert made.said == []


def address(**fields: Any) -> str:
    view = View(**{**SMALL, **fields})
    return f"/{view.page}?view={link(view)}"


def said(page: Any) -> str:
    page.wait_for_selector("[data-name=fault]")
    text = str(page.inner_text("[data-name=fault]"))
    assert "secret" not in text
    return text


@pytest.mark.parametrize("how", ["step", "play"])
def test_a_fault_in_a_month_is_said_and_the_page_goes_on(visitor: Watched, how: str) -> None:
    page = visitor.open(address(page="explore", seed=13))
    page.wait_for_selector("[data-name=month]:has-text('month 6 of')")
    if how == "step":
        page.click("[data-name=step]")
        page.wait_for_selector("[data-name=month]:has-text('month 7 of')")
    page.click(f"[data-name={how}]")
    assert re.search(r"reference [0-9a-f]{8}", said(page))
    page.click("summary:has-text('Size and luck')")
    page.fill("input[data-name=seed]", "14")
    page.press("input[data-name=seed]", "Tab")
    page.wait_for_selector(f"[data-name=month]:has-text('month {7 if how == 'step' else 6} of')")
    page.click("[data-name=play]")
    page.wait_for_selector("[data-name=month]:has-text('month 30 of')")


def test_a_fault_in_founding_is_said_and_the_page_goes_on(visitor: Watched) -> None:
    page = visitor.open(address(page="explore", seed=13, policy_month=10))
    assert re.search(r"reference [0-9a-f]{8}", said(page))
    assert page.is_enabled("[data-name=reset]")
    page.click("summary:has-text('Size and luck')")
    page.fill("input[data-name=seed]", "14")
    page.press("input[data-name=seed]", "Tab")
    page.wait_for_selector("[data-name=month]:has-text('month 10 of')")


def test_a_comparison_tells_of_runs_that_failed(visitor: Watched) -> None:
    page = visitor.open(address(policy_month=11))
    page.wait_for_selector(".warning")
    assert "secret" not in page.inner_text("body")
    page.click("nav a:has-text('Evidence')")
    page.wait_for_selector("details[data-group]")
