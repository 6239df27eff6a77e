"""Languages in a real browser: words change, the address remembers, no number moves."""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.app import stance
from asmsim.app.view import View, link
from asmsim.records import default_library

LIBRARY = default_library()
OWN = stance.begun(LIBRARY.scenario("hands_off"), LIBRARY.messages())
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


def test_a_switch_changes_the_words_and_no_number(visit: Any) -> None:
    visitor = visit()
    page = visitor.open(address(own=OWN, scenarios=("confrontation", "own")))
    page.wait_for_selector("[data-name=verdict]")
    before = values(page)
    for lang in OTHERS:
        words = LIBRARY.messages(lang)
        page.select_option(SWITCH, lang)
        page.wait_for_selector(holds("h1", words.text("app.compare.title")))
        page.wait_for_selector(holds(".glance th", words.text("table.family.rights")))
        # A stance that the visitor did not name is called so in the language one reads.
        its = words.text("scenario.own.title")
        page.wait_for_selector(holds("tr[data-scenario=own] th", its))
        page.wait_for_selector(holds("label:has([data-name=scenarios-own])", its))
        page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
        assert values(page) == before != []

    other = visitor.open(page.url.removeprefix(visitor.server))
    other.wait_for_selector(holds("h1", words.text("app.compare.title")))
    other.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)


@pytest.mark.slow
def test_what_was_decided_is_said_in_the_language_of_the_link(visit: Any) -> None:
    words = LIBRARY.messages("fr")
    page = visit().open(address(page="explore", language="fr"))
    page.wait_for_selector(holds("dl.decided dt", words.text("app.who.government")))
    said = words.said("app.why.government", force=0.0, clear=0, assessed=0)
    assert said.partition(" 0")[0] in page.inner_text("dl.decided")


def test_what_is_not_translated_says_so(visit: Any) -> None:
    words = LIBRARY.messages("es")
    page = visit().open(address(page="evidence", language="es", search="law.cession"))
    row = page.locator("tr[data-parameter='law.cession']")
    assert words.translated(LIBRARY.parameters["law.cession"]).meaning in row.inner_text()
    assert row.locator("td.source").get_attribute("lang") == "en"
    assert words.text("report.in_english") in page.inner_text("#main")
