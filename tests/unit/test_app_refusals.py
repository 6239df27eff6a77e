"""Refusals on the pages: whatever a link or a control brings, in the visitor's language."""

from __future__ import annotations

import ast
import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import asmsim
from asmsim.app.desk import Desk
from asmsim.app.faults import said
from asmsim.app.limits import Limits
from asmsim.app.pages.program import read
from asmsim.app.refusals import ALLOWED, SAID, UNSAID, refusal
from asmsim.app.view import View, language, link
from asmsim.errors import AsmsimError, BadValue, unknown
from asmsim.records import default_library

LIBRARY = default_library()
PACKAGE = Path(asmsim.__file__).parent

OWN = {"name": "own", "title": "t", "source": "s"}
HOSTILE: dict[str, dict[str, Any]] = {
    "a path": {"context": "../../etc/passwd"},
    "an unknown place": {"context": "gold_generics"},
    "an unknown stance": {"scenarios": ["confrontations"]},
    "an unknown key": {"nothing": 1},
    "an unknown number": {"overrides": {"work.crowdign": 1.0}},
    "a number out of range": {"overrides": {"work.days_year": 9e9}},
    "another version": {"version": 99},
    "an unknown lever": {"own": {**OWN, "levers": [{"lever": "magic"}]}},
    "a dose too high": {"own": {**OWN, "levers": [{"lever": "tax", "dose": 3}]}},
    "an end before the start": {
        "own": {**OWN, "levers": [{"lever": "tax", "start": 5, "end": 3}]},
        "stance": "own",
    },
    "another's name": {"own": {**OWN, "name": "hands_off"}},
    "a long title": {"own": {**OWN, "title": "t" * 900}},
    "many miners": {"miners": 900000},
    "many pairs": {"replicates": 9000},
    "a bad month": {"start": "2015-99"},
    "policies after the end": {"months": 30, "policy_month": 200},
    "a share above one": {"programmes": {"mercury_free": 7}},
    "an unknown programme": {"programmes": {"magic": 0.5}},
    "a wrong type": {"seed": "one"},
    "a wrong page": {"page": "home"},
    "what the law forbids": {"context": "drc_copper_cobalt", "reference": "collaboration_tribute"},
}
ENGLISH = re.compile(
    r"\b(unknown|cannot|allowed|is|are|not|more than|up to|at least|at most|letters|number|text|"
    r"whole|version of|and|or|to|of|the|with|from)\b",
    re.IGNORECASE,
)


def packed(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


@pytest.fixture(scope="module")
def desk() -> Desk:
    class Shelf(Desk):
        """A desk without workers: it reads and refuses."""

        def __init__(self) -> None:
            self.library, self.limits = LIBRARY, Limits()

    return Shelf()


@pytest.mark.parametrize("lang", LIBRARY.languages)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_link_is_refused_wholly_in_its_language(desk: Desk, name: str, lang: str) -> None:
    asked = {"version": 1, "language": lang, **HOSTILE[name]}
    view, fault = read(desk, "/compare", f"view={packed(asked)}")
    words = LIBRARY.messages(lang)
    assert view == View(language=lang)
    start, _, end = words.text("app.refused", text="|").partition("|")
    assert fault.startswith(start)
    assert fault.endswith(end)
    said = fault.removeprefix(start)
    assert not re.search(r"[{}]", said.replace("{0,60}", ""))
    assert words.text("refusal.other", value="|").partition("|")[2] not in said
    if lang != "en":
        assert not ENGLISH.findall(re.sub(r"\([^)]*\)", "", said)), said


def test_a_refusal_says_the_field_the_nearest_name_and_what_is_allowed(desk: Desk) -> None:
    asked = {"version": 1, "language": "fr", **HOSTILE["an unknown place"]}
    fault = read(desk, "/compare", f"view={packed(asked)}")[1]
    assert "gold_generics" in fault
    assert "Vouliez-vous dire «\u202fgold_generic\u202f»" in fault
    assert "ghana_gold" in fault
    asked = {"version": 1, "language": "es", **HOSTILE["a number out of range"]}
    fault = read(desk, "/compare", f"view={packed(asked)}")[1]
    meaning = LIBRARY.messages("es").translated(LIBRARY.parameters["work.days_year"]).meaning
    assert f"{meaning[1:]} (work.days_year): no se puede usar «9.000.000.000»" in fault
    assert "Se admite: de 120 a 280 días/año." in fault


def test_a_link_that_is_refused_still_says_its_language() -> None:
    assert language(packed({"version": 99, "language": "fr"})) == "fr"
    assert [language(text) for text in ("!!!", packed([]), packed({"language": 3}))] == [""] * 3


def test_a_refusal_keeps_no_words_it_does_not_know() -> None:
    french = LIBRARY.messages("fr")
    error = BadValue("has words nobody translated", value=3, allowed="some other words")
    assert refusal(error, french) == "«\u202f3\u202f» ne convient pas ici."
    assert "nobody translated" in refusal(error, LIBRARY.messages())
    long = unknown("parameter", "x" * 500, LIBRARY.parameters)
    assert len(said(long, french)) < 1500


def forms(text: ast.expr) -> str | None:
    """Return what an error's message looks like, its fields filled in; none if it is reckoned."""
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "x" for each in text.values)
        return "".join(map(str, parts))
    return None


# What a link or a control can come to; the rest is for files and the command line.
REACHED = (
    "app/ask.py",
    "app/limits.py",
    "app/stance.py",
    "app/view.py",
    "app/workers.py",
    "records/base.py",
    "records/dose.py",
    "records/payer.py",
)
# As REACHED, less what shocks bring, which no link holds.
PARTLY = {"levers/plan.py": {"is no dose", "two shocks", "is fixed when"}}


def raised() -> Iterator[tuple[str, str]]:
    for file in (*REACHED, *PARTLY):
        for node in ast.walk(ast.parse((PACKAGE / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                said = forms(node.args[0])
                left_out = PARTLY.get(file, set())
                if said and not any(said.startswith(each) for each in left_out):
                    yield file, said


ERRORS = {each.__name__ for each in (AsmsimError, BadValue)}


def test_what_links_can_bring_about_has_words() -> None:
    found = list(raised())
    unsaid = [
        (file, text)
        for file, text in found
        if refusal(BadValue(text, value=1), LIBRARY.messages("fr"))
        == refusal(BadValue("no such form", value=1), LIBRARY.messages("fr"))
    ]
    assert len(found) > 20
    assert unsaid == []


@pytest.mark.parametrize("lang", LIBRARY.languages)
def test_every_form_has_its_words(lang: str) -> None:
    words = LIBRARY.messages(lang)
    assert all(f"refusal.{key}" in words for key in SAID)
    assert all(f"refusal.may.{key}" in words for key in ALLOWED)
    assert set(SAID) >= UNSAID


def test_names_of_visitors_are_short_in_refusals() -> None:
    view = View(language="fr")
    assert language(link(view)) == "fr"
    error = BadValue(value="<b>" * 90)
    assert len(refusal(error, LIBRARY.messages("fr"))) < 120
