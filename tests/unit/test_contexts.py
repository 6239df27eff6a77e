"""The kinds of places: each value differs, says why, and a difference between places is told so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asmsim.cli import main
from asmsim.cli.library import _of_context
from asmsim.records import default_library
from asmsim.studies.comparison import smallest
from asmsim.studies.design import Study
from asmsim.studies.plan import CARATS, Plan, plan

LIBRARY = default_library()
PLACES = [name for name in LIBRARY.contexts if name != "gold_generic"]


def planned(**changes: Any) -> Plan:
    return plan(Study(**({"contexts": tuple(LIBRARY.contexts), "replicates": 2} | changes)))


def test_the_kinds_of_places_are_there() -> None:
    assert sorted(LIBRARY.contexts) == [
        "burkina_gold",
        "colombia_gold",
        "cote_divoire_diamonds",
        "drc_copper_cobalt",
        "drc_gold_east",
        "ghana_gold",
        "gold_generic",
        "tanzania_gold",
    ]
    assert LIBRARY.contexts["gold_generic"].parameters == ()


@pytest.mark.parametrize("name", PLACES)
def test_a_place_changes_only_what_differs_and_says_why(name: str) -> None:
    context = LIBRARY.contexts[name]
    assert context.parameters
    for value in context.parameters:
        central = LIBRARY.parameter(value.name)
        assert value.value != central.value, value.name
        assert value.reason.strip() != central.meaning, value.name


@pytest.mark.parametrize("name", PLACES)
def test_show_lists_what_differs_from_what_and_why(
    name: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")  # narrower screens break words
    assert main(["show", name, "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out).values()
    for value, listed in zip(LIBRARY.contexts[name].parameters, record["parameters"], strict=True):
        assert listed["name"] == value.name
        assert (listed["reason"], listed["source"]) == (value.reason, value.source)
    _, columns, rows = _of_context(LIBRARY.contexts[name], LIBRARY)
    elsewhere = columns.index("usual")
    for value, row in zip(LIBRARY.contexts[name].parameters, rows, strict=True):
        assert row[elsewhere] == LIBRARY.parameter(value.name).value
    assert main(["show", name]) == 0
    assert "Usually" in capsys.readouterr().out


@pytest.mark.row("P14")
def test_in_congo_the_law_before_the_code_of_2025_forbids_sharing_ground() -> None:
    found = planned()
    congo = ("drc_copper_cobalt", "drc_gold_east")
    barred = {(each.context, each.scenario) for each in found.forbidden}
    sharing = ("cohabitation_ceded", "collaboration_offtake", "collaboration_tribute")
    assert barred == {(place, scenario) for place in congo for scenario in sharing}
    code = tuple(f"law.{what}=true@24" for what in ("cession", "lease", "offtake"))
    assert planned(shocks=code).forbidden == ()


def test_outcomes_that_weigh_a_mineral_are_told_in_the_unit_and_worth_of_the_place() -> None:
    found = planned()
    exports = LIBRARY.outcome("legal_exports")
    told = {place.name: found.told(exports, place) for place in found.contexts}
    assert told["gold_generic"] == exports.model_copy(update={"smallest": 5.0})
    assert told["cote_divoire_diamonds"].unit == CARATS
    assert told["drc_copper_cobalt"].unit == "kg/year"
    assert told["drc_gold_east"].title == "Legal exports (gold)"
    for place in found.contexts:
        usd_g = float(found.parameters[place.name]["price.central_usd_g"])
        assert smallest(found, told[place.name]) * 1000.0 * usd_g == pytest.approx(312_500.0)
    second = found.told(LIBRARY.outcome("legal_exports_second"), found.contexts[4])
    assert found.contexts[4].name == "drc_gold_east"
    assert second.title.endswith("(3t)")
    other = LIBRARY.outcome("formal_share")
    assert found.told(other, found.contexts[0]) is other
