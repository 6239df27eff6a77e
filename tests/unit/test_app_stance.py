"""Levers on the pages: each once, among those of whoever can decide on it."""

from __future__ import annotations

import re

import pytest

from asmsim.app import ask, bounds, stance
from asmsim.app.limits import Limits
from asmsim.app.view import View
from asmsim.errors import BadValue
from asmsim.levers import registry
from asmsim.records import default_library
from asmsim.records.lever import DECIDERS
from asmsim.report.full_dose import full_dose

LIBRARY = default_library()
WORDS = LIBRARY.messages()


def test_every_lever_stands_once_with_who_decides_on_it() -> None:
    own = stance.begun(LIBRARY.scenario("confrontation"), WORDS)
    used = {f"{stance.DOSE}{place}": dose.lever for place, dose in enumerate(own.levers)}
    found = {}
    for group in stance.groups(own, View(), LIBRARY, WORDS):
        for field in group["fields"]:
            lever = used.get(field["name"], field["name"].removeprefix(stance.LEVER))
            found.setdefault(lever, []).append(group["name"].removeprefix("own-"))
    assert found == {
        name: [lever.decider or lever.payer] * max(1, list(used.values()).count(name))
        for name, lever in registry().items()
    }
    assert {who for each in found.values() for who in each} == set(DECIDERS)


def test_who_decides_is_not_always_who_pays() -> None:
    levers = registry()
    assert levers["enforcement"].decider == "state"
    assert levers["buyer_exit"].decider == "buyers"
    assert {each.decider for each in levers.values()} <= {"", *DECIDERS}


def test_what_the_visitor_did_not_name_is_named_in_the_language_of_the_page() -> None:
    own = stance.begun(LIBRARY.scenario("confrontation"), WORDS)
    french = LIBRARY.messages("fr")
    assert own.title == WORDS.translated(own).title == "My own stance"
    assert french.translated(own).title == french.text("scenario.own.title") != own.title
    named = own.model_copy(update={"title": "Guards of our own"})
    assert french.translated(named).title == "Guards of our own"


@pytest.mark.parametrize("lang", LIBRARY.languages)
def test_what_the_law_forbids_is_refused_in_the_language_of_the_page(lang: str) -> None:
    words = LIBRARY.messages(lang)
    told = LIBRARY.told(words)
    lived = told.scenario("collaboration_tribute")
    view = View(context="drc_copper_cobalt")
    with pytest.raises(BadValue) as refused:
        bounds.check_law(view, [lived], told, words)
    said = str(refused.value)
    assert lived.title in said
    assert told.contexts["drc_copper_cobalt"].title in said
    assert told.parameters["law.lease"].meaning in said
    bounds.check_law(view.with_(overrides={"law.lease": True}), [lived], told, words)
    bounds.check_law(View(), [lived], told, words)


def test_numbers_and_stances_have_bounds() -> None:
    view, limits = View(), Limits()
    low, high = bounds.numbers(view, limits)["months"]
    for value in (low, high):
        bounds.check_number(view, limits, WORDS, "months", value)
    for value in (low - 1, high + 1):
        with pytest.raises(BadValue, match=f"from {low} to {high}"):
            bounds.check_number(view, limits, WORDS, "months", value)
    bounds.check_several(2, limits.scenarios, limits, WORDS)
    bounds.check_several(limits.scenarios + 2, limits.scenarios + 1, limits, WORDS)
    with pytest.raises(BadValue, match=f"{limits.scenarios} stances"):
        bounds.check_several(limits.scenarios, limits.scenarios + 1, limits, WORDS)


@pytest.mark.parametrize(("name", "said"), [("firm.guards", "nearest name"), ("zzz", "like it")])
def test_a_parameter_that_is_not_there_is_told_with_one_like_it_if_any(
    name: str, said: str
) -> None:
    with pytest.raises(BadValue, match=said):
        ask.changes(View(), LIBRARY, WORDS, "find", name)


DOTTED = re.compile(r"[a-z]_[a-z]|[a-z]\.[a-z]")


@pytest.mark.parametrize("lang", LIBRARY.languages)
def test_levers_are_told_in_plain_words_with_what_they_move(lang: str) -> None:
    words = LIBRARY.messages(lang)
    told = LIBRARY.told(words)
    own = stance.begun(LIBRARY.scenario("confrontation"), WORDS)
    helps = {
        field["label"]: f"{field['help']} {field['more']}"
        for group in stance.groups(own, View(), told, words)
        for field in group["fields"]
    }
    assert not [text for text in helps.values() if DOTTED.search(text)]
    order = told.parameters["eviction.order"]
    low, high = words.number(0.0), f"{words.number(0.25)} {words.unit(order.unit)}"
    said = words.text("report.move", what=order.meaning, low=low, high=high)
    assert said in "".join(helps.values())
    assert len([text for text in helps.values() if words.number(0.25) in text]) < len(helps)


def test_what_a_lever_moves_starts_from_what_holds_in_the_place() -> None:
    tax = registry()["tax"]
    values = LIBRARY.resolve("gold_generic", {"markets.tax": 0.02})
    said = full_dose(tax, values, LIBRARY, WORDS, ("export",))
    assert said == "At full dose, a tax on exports: tax on ASM exports (from 0.02 to 0.075)."
    assert full_dose(tax, values, LIBRARY, WORDS).count("At full dose") == len(tax.kinds)
