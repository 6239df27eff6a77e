"""A long day of the server: what visitors leave is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from asmsim.app.view import View, link
from tests.browser.conftest import PATIENCE
from tests.browser.serving import Server, serving

pytestmark = pytest.mark.slow

FLAT = 40_000_000
"""Bytes by which a process may grow without anything being kept: pools, caches, fragments."""

SMALL = {"miners": 300, "months": 240, "policy_month": 2}
MONTHS = SMALL["months"] - SMALL["policy_month"]
STEPS, SESSIONS = 500, 50


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(SOLARA_KERNEL_CULL_TIMEOUT="1s") as served:
        yield served


def opened(browser: Any, server: Server, **fields: Any) -> Any:
    view = View(**{**SMALL, **fields})
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{server.address}/{view.page}?view={link(view)}")
    return page


def test_memory_is_flat_over_many_months(browser: Any, server: Server) -> None:
    page = opened(browser, server, page="explore")

    def play() -> None:
        page.wait_for_selector("[data-name=month]:has-text('month 2 of')")
        page.click("[data-name=play]")
        page.wait_for_selector("[data-name=play]:disabled")
        page.wait_for_selector(f"[data-name=month]:has-text('month {SMALL['months']} of')")
        page.click("[data-name=reset]")

    page.wait_for_selector("[data-name=play]:enabled")
    page.select_option("select[data-name=speed]", "8")
    play()
    before = server.resident()
    for _ in range(-(-STEPS // MONTHS)):
        play()
    assert server.resident() - before < FLAT
    page.context.close()


def test_memory_is_flat_over_many_visits(browser: Any, server: Server) -> None:
    def visit(number: int) -> None:
        page = opened(browser, server, page="explore", seed=number)
        page.wait_for_selector("figure.line")
        page.click("[data-name=play]")
        page.click("nav a:has-text('Evidence')")
        page.wait_for_selector("details[data-group]")
        page.close(run_before_unload=number % 2 == 0)
        page.context.close()

    for number in range(15):
        visit(number)
    before = server.resident()
    for number in range(15, 15 + SESSIONS):
        visit(number)
    assert server.resident() - before < FLAT


def test_what_a_visitor_leaves_is_stopped(browser: Any) -> None:
    with serving() as server:  # which keeps a page for minutes, for who comes back
        left_alone(browser, server)


def left_alone(browser: Any, server: Server) -> None:
    """Let a visitor go without a word, and see that nothing is run for him."""
    page = opened(browser, server, miners=2000, replicates=50, policy_month=24)
    page.wait_for_selector(".glance table")
    page.context.close()
    one = opened(browser, server, miners=200, months=36, policy_month=24, replicates=2)
    one.wait_for_selector("#progress.over", state="attached")
    busy = [server.seconds()]
    for _ in range(10):
        one.wait_for_timeout(1000)
        busy.append(server.seconds())
    assert busy[-1] - busy[-3] < 0.5
    one.context.close()
