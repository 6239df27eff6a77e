"""The report in a browser: readable by anybody, at any width, in print, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import asmsim.report
from asmsim.records import Scenario
from asmsim.studies.compare import run_study
from asmsim.studies.design import Study
from tests.unit import fake_stances

EVIL = '<script>document.title = "taken"</script> & <img src=x onerror="document.title=1">'

SIZES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "small phone": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
A4 = {"height": 297 - 33, "width": 210 - 30}
"""What is left of a page within its margins, mm."""
DOTS_A_MM = 96 / 25.4


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    evil = Scenario(name="evil", title=EVIL, text=EVIL, source=EVIL)
    study = Study(scenarios=("confrontation", evil), replicates=4)
    out = tmp_path_factory.mktemp("results") / "study"
    found = run_study(study, work=fake_stances.work, workers=1, out=out)
    return asmsim.report.write(found) / "report.html"


@pytest.fixture
def seen() -> dict[str, list[str]]:
    """Return what a page asked for and complained of."""
    return {"asked": [], "said": []}


OFTEN = ("desktop", "phone")
"""Sizes of every run; the others are opened in the long one."""


@pytest.fixture(
    params=[pytest.param(size, marks=() if size in OFTEN else pytest.mark.slow) for size in SIZES]
)
def page(
    request: pytest.FixtureRequest, browser: Any, report: Path, seen: dict[str, list[str]]
) -> Iterator[Any]:
    """Open the report; whatever it asks for beside itself is refused and remembered."""
    context = browser.new_context(**SIZES[request.param])
    opened = context.new_page()

    def answer(route: Any) -> None:
        if route.request.url == report.as_uri():
            route.continue_()
        else:
            seen["asked"].append(route.request.url)
            route.abort()

    opened.route("**/*", answer)
    opened.on("console", lambda message: seen["said"].append(message.text))
    opened.on("pageerror", lambda error: seen["said"].append(str(error)))
    opened.goto(report.as_uri())
    yield opened
    context.close()


def only(*sizes: str) -> pytest.MarkDecorator:
    """Open the page at these sizes alone."""
    return pytest.mark.parametrize("page", sizes, indirect=True)


@pytest.mark.slow
def test_nothing_serious_stands_in_anybodys_way(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert len(found["passes"]) > 20
    grave = [
        (each["id"], [node["target"] for node in each["nodes"]][:5])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    assert grave == []


@pytest.mark.slow
@only("desktop")
def test_what_stands_in_the_way_is_found(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.images[0].removeAttribute('alt')")
    page.evaluate("document.querySelector('.legend').style.color = '#ccc'")
    found = {each["id"] for each in Axe().run(page).response["violations"]}
    assert {"image-alt", "color-contrast"} <= found


def test_it_asks_for_nothing_and_complains_of_nothing(
    page: Any, seen: dict[str, list[str]]
) -> None:
    page.wait_for_load_state("networkidle")
    images = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert images
    assert min(images) > 0
    assert seen == {"asked": [], "said": []}


def test_the_page_never_scrolls_sideways(page: Any) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room


def test_what_is_too_wide_scrolls_in_its_place_by_keyboard(page: Any) -> None:
    scrolling = page.evaluate(
        """[...document.querySelectorAll("main *")]
        .filter(each => each.scrollWidth > each.clientWidth + 1
            && ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
        .map(each => [each.tabIndex, each.getAttribute("role"), each.ariaLabel])"""
    )
    assert all(index == 0 and role == "region" and label for index, role, label in scrolling)
    if page.viewport_size["width"] < 400:
        assert len(scrolling) > 10


def test_names_of_users_are_words_and_no_more(page: Any) -> None:
    assert page.title().startswith("Policy stances compared")
    assert page.locator("script").count() == 0
    assert page.locator("h3", has_text=EVIL).count() >= 1


@only("desktop", "phone")
def test_the_first_key_leads_to_the_answer(page: Any) -> None:
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "Skip to the answer"
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#answer")


@only("dark")
def test_figures_keep_a_white_ground_in_the_dark(page: Any) -> None:
    def ground(selector: str) -> str:
        script = "each => getComputedStyle(each).backgroundColor"
        return str(page.locator(selector).first.evaluate(script))

    assert ground("img") == "rgb(255, 255, 255)"
    assert sum(int(each) for each in re.findall(r"\d+", ground("body"))) < 150


@only("desktop")
def test_each_figure_has_its_words(page: Any) -> None:
    figures = page.evaluate(
        """[...document.querySelectorAll("figure")].map(each =>
        [each.querySelector("img").alt, each.querySelector("figcaption").innerText])"""
    )
    assert figures
    for number, (alt, caption) in enumerate(figures, start=1):
        assert len(alt) > 40
        assert caption.startswith(f"Figure {number}. ")


@only("desktop")
def test_it_prints(page: Any) -> None:
    page.emulate_media(media="print")
    heights = page.evaluate("[...document.images].map(each => each.height)")
    assert max(heights) <= A4["height"] * DOTS_A_MM
    heads = page.evaluate(
        "[...document.querySelectorAll('thead')].map(each => getComputedStyle(each).display)"
    )
    assert set(heads) == {"table-header-group"}
    assert not page.locator("nav").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 5


@only("desktop")
def test_printed_tables_are_not_cut(page: Any) -> None:
    page.set_viewport_size({"width": round(A4["width"] * DOTS_A_MM), "height": 900})
    page.emulate_media(media="print")
    cut = page.evaluate(
        """[...document.querySelectorAll(".scroll:not(.broad .scroll)")]
        .filter(each => each.querySelector("table, img").offsetWidth > innerWidth + 1)
        .map(each => each.ariaLabel)"""
    )
    assert cut == []
