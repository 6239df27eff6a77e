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
    "a number for a text": {"start": 2020},
    "nothing at all": {"context": None},
    "a truth": {"miners": True},
    "a list": {"context": ["a"]},
    "a stance without a title": {"own": {"name": "own", "source": "s"}},
    "a site there is not": {"own": {**OWN, "levers": [{"lever": "tax", "where": "99999"}]}},
    "a place there is not": {"own": {**OWN, "levers": [{"lever": "tax", "where": "nowhere"}]}},
    "a lever without places": {"own": {**OWN, "levers": [{"lever": "tax", "places": 3}]}},
    "a long search": {"search": "x" * 900},
    "many stances": {"scenarios": ["hands_off"] * 99},
    "a key that is no name": {"programmes": {"A B": 1.0}},
    "a mineral nobody digs": {"programmes": {"egc": 1.0}},
    "what the law forbids": {"context": "drc_copper_cobalt", "reference": "collaboration_tribute"},
}
SHOWN = ["own"]
ENGLISH = re.compile(
    r"\b(unknown|cannot|allowed|is|are|not|more than|up to|at least|at most|letters|number|text|"
    r"whole|version of|and|or|to|of|the|with|from)\b",
    re.IGNORECASE,
)


def packed(data: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


class Shelf(Desk):
    """A desk without workers: it reads and refuses."""

    def __init__(self) -> None:
        self.library, self.limits = LIBRARY, Limits()


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Shelf()


@pytest.mark.parametrize("lang", LIBRARY.languages)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_link_is_refused_wholly_in_its_language(desk: Desk, name: str, lang: str) -> None:
    asked = {"version": 1, "language": lang, "scenarios": SHOWN, **HOSTILE[name]}
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
        # Keys of the link and the form of names stand in parentheses, without a space.
        assert not ENGLISH.findall(re.sub(r"\([^()\s]*\)|\[.*\]", "", said)), said
        assert not re.search(r"None|True|\['", said), said


def test_a_refusal_says_the_field_the_nearest_name_and_what_is_allowed(desk: Desk) -> None:
    asked = {"version": 1, "language": "fr", **HOSTILE["an unknown place"]}
    fault = read(desk, "/compare", f"view={packed(asked)}")[1]
    assert "gold_generics" in fault
    assert "Vouliez-vous dire «\u202fgold_generic\u202f»" in fault
    assert "ghana_gold" in fault
    asked = {"version": 1, "language": "es", **HOSTILE["a number out of range"]}
    fault = read(desk, "/compare", f"view={packed(asked)}")[1]
    meaning = LIBRARY.messages("es").translated(LIBRARY.parameters["work.days_year"]).meaning
    assert f"{meaning[1:]} (work.days_year): no se puede usar 9.000.000.000" in fault
    assert "Se admite: de 120 a 280 días/año." in fault


def refused(lang: str, **asked: Any) -> str:
    return read(Shelf(), "/compare", f"view={packed({'version': 1, 'language': lang, **asked})}")[1]


def test_a_refusal_tells_places_minerals_and_levers_by_their_titles() -> None:
    own = {**OWN, "levers": [{"lever": "tax", "where": "99999"}]}
    fault = refused("fr", own=own, scenarios=["own"])
    assert "Taxes plus élevées (tax.where)" in fault
    assert "pas de site 99999 dans «\u202fUn district aurifère" in fault
    assert fault.endswith("de 0 à 23, avec 1\u202f000 mineurs au départ.")
    assert "(cobalto; cobre y cobalto)" in refused("es", programmes={"egc": 1.0})
    assert "(cobalt; copper and cobalt)" in refused("en", programmes={"egc": 1.0})


def test_a_refusal_tells_values_as_people_write_them() -> None:
    assert "2020 cannot be used" in refused("en", start=2020)
    assert "this value cannot be used" in refused("en", context=None)
    assert refused("en", search="x" * 900).endswith("Allowed: up to 120 letters.")
    assert refused("en", seed=2**60).endswith("Allowed: below 9,007,199,254,740,992.")
    assert "Programmes (programmes.a/b):" in refused("en", programmes={"a/b": 1.0})
    assert refused("en", page="home").endswith("Allowed: compare, explore, evidence.")
    assert "(own.title): it is too long. Allowed: up to 400 letters." in refused(
        "en", own={**OWN, "title": "t" * 401}
    )


@pytest.mark.parametrize("allowed", ["0 to 23, with others", "0 to 1 or more", "at least a few"])
def test_a_form_takes_numbers_for_its_numbers_alone(allowed: str) -> None:
    assert refusal(BadValue(value=3, allowed=allowed), LIBRARY.messages("fr")).count(".") == 1


def test_names_left_out_are_counted_alike_for_one_and_many() -> None:
    error = BadValue(value="x", allowed=[f"n{n}" for n in range(13)])
    assert refusal(error, LIBRARY.messages("fr")).endswith("n11, et 1 de plus.")


def test_a_link_that_is_refused_still_says_its_language() -> None:
    assert language(packed({"version": 99, "language": "fr"})) == "fr"
    assert [language(text) for text in ("!!!", packed([]), packed({"language": 3}))] == [""] * 3


def test_a_refusal_keeps_no_words_it_does_not_know() -> None:
    french = LIBRARY.messages("fr")
    error = BadValue("has words nobody translated", value=3, allowed="some other words")
    assert refusal(error, french) == "3 ne convient pas ici."
    assert "nobody translated" in refusal(error, LIBRARY.messages())
    long = unknown("parameter", "x" * 500, LIBRARY.parameters)
    assert len(said(long, french)) < 1500


def forms(text: ast.expr) -> str | None:
    """Return what an error's message looks like, its fields filled in; none if it is reckoned."""
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "7" for each in text.values)
        return "".join(map(str, parts))
    return None


def alternatives(text: ast.expr) -> list[str]:
    """Return what is said to be allowed, once for each way it can come out."""
    ways = [text.body, text.orelse] if isinstance(text, ast.IfExp) else [text]
    return [said for way in ways if (said := forms(way))]


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
    "studies/liveable.py",
    "studies/plan.py",
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


def test_what_links_are_told_is_allowed_has_words() -> None:
    told = [
        said
        for file in ("studies/liveable.py", "studies/plan.py", "app/limits.py", "app/view.py")
        for node in ast.walk(ast.parse((PACKAGE / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "allowed"
        for said in alternatives(node.value)
    ]
    french = LIBRARY.messages("fr")
    silent = refusal(BadValue(value=1), french)
    assert len(told) > 5
    assert [
        each for each in told if refusal(BadValue(value=1, allowed=each), french) == silent
    ] == []


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
