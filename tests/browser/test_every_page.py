"""What holds on every page: links, keyboard, phones, colours, words, and visitors apart."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from asmsim.app.view import View, link, read

SMALL = {"miners": 200, "months": 36, "replicates": 2, "scenarios": ("hands_off", "confrontation")}
READY = {
    "compare": "#all-outcomes[data-pairs='2']",
    "explore": "figure.line",
    "evidence": "details[data-group]",
}
PAGES = list(READY)
PHONE = {"viewport": {"width": 390, "height": 844}}


def address(page: str, **fields: Any) -> str:
    return f"/{page}?view={link(View(**{**SMALL, **fields}))}"


def ready(visitor: Any, page: str, **fields: Any) -> Any:
    opened = visitor.open(address(page, **fields))
    opened.wait_for_selector(READY[page])
    return opened


def grave(page: Any) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": tags}).response
    assert len(found["passes"]) > 20
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:5])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def test_nothing_serious_stands_in_anybodys_way(visit: Any) -> None:
    """On the page that is quickest to look over; the long run looks at every page."""
    assert grave(ready(visit(color_scheme="light"), "explore")) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nor_in_what_is_opened(visit: Any, name: str, scheme: str) -> None:
    page = ready(visit(color_scheme=scheme), name)
    # Of the many parameters some are enough, and the description is not ours to mend here.
    opened = "#main details:not([data-group], #odd-text), [data-group=price]"
    page.evaluate(f"document.querySelectorAll('{opened}').forEach(each => {{ each.open = true }})")
    assert grave(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nor_on_a_phone(visit: Any, name: str, scheme: str) -> None:
    page = ready(visit(color_scheme=scheme, **PHONE), name)
    for each in page.query_selector_all(".fold"):
        each.click()
    assert grave(page) == []


@pytest.mark.slow
def test_what_stands_in_the_way_is_found(visit: Any) -> None:
    page = ready(visit(), "compare")
    page.evaluate("document.querySelector('select').removeAttribute('aria-describedby')")
    page.evaluate("document.querySelector('.brand').style.color = '#eee'")
    page.evaluate("document.querySelector('.brand span').style.color = '#eee'")
    assert {name for name, _ in grave(page)} == {"color-contrast"}


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_all_of_it_without_scrolling_sideways(visit: Any, name: str) -> None:
    page = ready(visit(**PHONE), name)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    hidden = page.evaluate(
        """[...document.querySelectorAll("main *")].filter(each => {
            const box = each.getBoundingClientRect();
            return each.checkVisibility() && box.width && box.right > innerWidth + 1
                && !each.closest(".scroll, svg, .hidden")
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert hidden == []


def test_every_control_is_reached_and_named_by_keyboard(visit: Any) -> None:
    page = ready(visit(), "compare")
    controls = page.evaluate(
        """[...document.querySelectorAll("button, select, input, a[href], summary, [tabindex='0']")]
        .filter(each => each.checkVisibility() && !each.disabled).length"""
    )
    seen: set[str] = set()
    for _ in range(controls + 20):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const each = document.activeElement;
            if (!each || each === document.body) return null;
            const all = [...document.querySelectorAll("*")];
            const outline = getComputedStyle(each).outlineStyle;
            return [all.indexOf(each), outline] }"""
        )
        if found is None:
            break
        seen.add(str(found[0]))
        assert found[1] != "none"
    assert len(seen) >= controls - 1


def test_skipping_leads_to_the_page(visit: Any) -> None:
    page = ready(visit(), "explore")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_link_restores_the_very_view(visit: Any) -> None:
    page = ready(visit(), "compare", seed=4, outcome="poverty", theme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("[data-name=share]")
    shown = page.input_value("[data-name=link]")
    other = ready(visit(), "compare")
    other.goto(shown)
    other.wait_for_selector(READY["compare"])
    rows = "document.querySelector('.glance table').innerText"
    assert other.evaluate(rows) == page.evaluate(rows)
    assert other.input_value("select[data-name=outcome]") == "poverty"
    assert read(shown.partition("view=")[2]) == read(other.url.partition("view=")[2])


def test_going_to_another_page_and_back(visit: Any) -> None:
    page = ready(visit(), "compare", seed=9)
    page.click("nav a:has-text('Explore')")
    page.wait_for_selector(READY["explore"])
    page.wait_for_function("document.title.startsWith('Explore')")
    page.click("nav a:has-text('Evidence')")
    page.wait_for_selector(READY["evidence"])
    page.go_back()
    page.wait_for_selector(READY["explore"])
    page.go_back()
    page.wait_for_selector(READY["compare"])
    page.wait_for_function("document.title.startsWith('Compare')")
    assert read(page.url.partition("view=")[2]).seed == 9


def packed(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


HOSTILE = {
    "damaged": "!!!",
    "a path": packed({"version": 1, "context": "../../etc/passwd"}),
    "another version": packed({"version": 99}),
    "a name that is not here": packed({"version": 1, "context": "nowhere"}),
    "a lever that is not here": packed(
        {
            "version": 1,
            "own": {"name": "own", "title": "t", "source": "s", "levers": [{"lever": "magic"}]},
        }
    ),
    "too much": packed({"version": 1, "miners": 900000}),
    "a value out of range": packed({"version": 1, "overrides": {"work.days_year": 9e9}}),
}


QUICK = ("damaged", "a lever that is not here", "too much")
"""Those tried each time; what reads links refuses all of them in tests/unit/test_app_view.py."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=[] if each in QUICK else [pytest.mark.slow]) for each in HOSTILE],
)
def test_a_hostile_link_gives_a_message_and_a_page(visit: Any, name: str) -> None:
    page = visit().open(f"/evidence?view={HOSTILE[name]}")
    fault = page.inner_text("[data-name=fault]")
    assert fault.startswith("This cannot be used")
    assert "Traceback" not in page.inner_text("body")
    page.wait_for_selector("details[data-group]")
    page.fill("[data-name=search]", "no such number")
    page.wait_for_selector("[data-name=found]:has-text('0 of')")


EVIL = '<img src=x onerror="document.title=1">'


def test_names_of_visitors_are_words_and_no_more(visit: Any) -> None:
    own = {"name": "own", "title": EVIL, "text": EVIL, "source": EVIL}
    page = ready(visit(), "compare", own=own, scenarios=("hands_off", "own"), stance="own")
    assert page.locator("img").count() == 0
    assert EVIL in page.inner_text("tr[data-scenario=own] th")
    assert page.title().startswith("Compare")


def test_evidence_is_found(visit: Any) -> None:
    page = ready(visit(), "evidence")
    rows = page.locator("tr[data-parameter]")
    assert rows.count() == 0, "closed until one looks for something"
    page.fill("[data-name=search]", "price central")
    page.press("[data-name=search]", "Enter")
    page.wait_for_function("location.search.length > 0")
    row = page.inner_text("tr[data-parameter='price.central_usd_g']")
    for part in ("62.5", "USD/g", "20 to 200", "A", "annual mean of 2023"):
        assert part in row
    shared = ready(visit(), "evidence", search="price central", grade="A")
    shared.wait_for_selector("tr[data-parameter='price.central_usd_g']")
    assert shared.input_value("[data-name=grade]") == "A"
    page.fill("[data-name=search]", "")
    page.wait_for_function("!document.querySelector('tr[data-parameter]')")
    summary = page.locator("details[data-group=price] summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("tr[data-parameter='price.central_usd_g']")
    assert rows.count() == int(summary.locator(".note").inner_text())
    page.select_option("[data-name=grade]", "coupling")
    page.wait_for_function("document.querySelectorAll('tr[data-parameter]').length > 20")
    page.wait_for_url(lambda url: read(url.partition("view=")[2]).grade == "coupling")
    texts = page.locator("tr[data-parameter] .source").all_inner_texts()
    assert texts
    assert all("coupling" in text for text in texts)


def test_two_visitors_do_not_meet(visit: Any) -> None:
    one, other = ready(visit(), "explore"), ready(visit(), "explore", seed=8)
    one.click("[data-name=step]")
    one.wait_for_selector("[data-name=month]:has-text('month 25 of')")
    before = one.url
    one.select_option("select[data-name=stance]", "confrontation")
    one.wait_for_function("before => location.href !== before", arg=before)
    one.wait_for_selector("[data-name=month]:has-text('month 25 of')")
    assert "month 24 of" in other.inner_text("[data-name=month]")
    assert other.input_value("select[data-name=stance]") == "hands_off"
    assert read(other.url.partition("view=")[2]).seed == 8


def test_colours_follow_the_system_and_the_reader(visit: Any) -> None:
    page = ready(visit(color_scheme="dark"), "evidence")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.select_option("select[data-name=theme]", "light")
    page.wait_for_function(f"{ground} !== '{dark}'")
    page.select_option("select[data-name=theme]", "dark")
    page.wait_for_function(f"{ground} === '{dark}'")


def test_charts_have_their_words_and_table(visit: Any) -> None:
    visitor = visit()
    page = ready(visitor, "compare")
    page.wait_for_function("document.querySelectorAll('main figure svg desc').length >= 3")
    figures = page.evaluate(
        """[...document.querySelectorAll("main figure")].map(each => [
        each.querySelector("svg").getAttribute("role"),
        each.querySelector("svg desc").textContent.length,
        each.querySelector("details p").textContent.length,
        each.querySelectorAll("details tbody tr").length])"""
    )
    for role, said, text, rows in figures:
        assert role == "img"
        assert min(said, text) > 40
        assert rows > 0
    page = ready(visitor, "explore")
    lines = page.evaluate(
        """[...document.querySelectorAll("figure.line")].map(each => [
        each.querySelector("svg").getAttribute("aria-label"),
        each.querySelectorAll("details tbody tr").length])"""
    )
    assert lines
    assert all(label and rows for label, rows in lines)
