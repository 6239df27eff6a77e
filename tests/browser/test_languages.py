"""Languages in a real browser: words change, the address remembers, no number moves."""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.app.view import View, link
from asmsim.records import default_library

LIBRARY = default_library()
OTHERS = tuple(each for each in LIBRARY.languages if each != "en")
SMALL = {"miners": 200, "months": 36, "replicates": 2, "seed": 5, "scenarios": ("confrontation",)}
SWITCH = "select[data-name=language]"


def address(**fields: Any) -> str:
    view = View(**{**SMALL, **fields})
    return f"/{view.page}?view={link(view)}"


def holds(selector: str, text: str) -> str:
    """Select what holds a text."""
    return f'{selector}:has-text("{text}")'


def values(page: Any) -> list[str]:
    """Return the numbers of the table of verdicts, to the last digit."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.glance data')].map(each => each.value)"
    )
    return found


@pytest.mark.parametrize("lang", OTHERS)
def test_a_switch_changes_the_words_and_no_number(visit: Any, lang: str) -> None:
    words = LIBRARY.messages(lang)
    page = visit().open(address())
    page.wait_for_selector("[data-name=verdict]")
    before = values(page)
    page.select_option(SWITCH, lang)
    page.wait_for_selector(holds("h1", words.text("app.compare.title")))
    page.wait_for_selector(holds(".glance th", words.text("table.family.rights")))
    assert page.evaluate("document.documentElement.lang") == lang
    assert values(page) == before != []

    other = visit().open(page.url.partition("/compare")[1] + page.url.partition("/compare")[2])
    other.wait_for_selector(holds("h1", words.text("app.compare.title")))
    assert other.evaluate("document.documentElement.lang") == lang


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", ["explore", "evidence"])
def test_a_page_is_sent_in_the_language_of_its_link(visit: Any, lang: str, name: str) -> None:
    words = LIBRARY.messages(lang)
    page = visit().open(address(page=name, language=lang))
    page.wait_for_selector(holds("h1", words.text(f"app.{name}.title")))
    assert page.evaluate("document.documentElement.lang") == lang
    if name == "explore":
        page.wait_for_selector(holds("dl.decided dt", words.text("app.who.government")))
        assert page.locator("dl.decided dd").count() > 0
    else:
        meaning = words.translated(LIBRARY.parameters["law.cession"]).meaning
        row = page.locator("tr[data-parameter='law.cession']")
        assert meaning in row.inner_text()
        assert row.locator("td.source").get_attribute("lang") == "en"
