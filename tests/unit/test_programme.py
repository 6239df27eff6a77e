"""Programmes: what their files may say, and which of them go together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asmsim.errors import AsmsimError, BadValue
from asmsim.levers import registry
from asmsim.levers.programmes import doses
from asmsim.model import CohabitationModel
from asmsim.records import Dose, Library, Programme, Scenario, default_library
from asmsim.records.programme import all_of
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, plan
from tests.defaults import values


def programme(**given: Any) -> Programme:
    fields = {"name": "aid", "title": "Aid", "source": "tests", "levers": (Dose(lever="training"),)}
    return Programme(**{**fields, **given})


def whole(**given: Any) -> dict[str, Dose]:
    return {dose.lever: dose for dose in doses(programme(**given), registry(), values())}


# --- doses made whole -----------------------------------------------------------------------------


def test_what_a_dose_does_not_say_the_programme_says() -> None:
    levers = (
        Dose(lever="training"),
        Dose(lever="fee_support", dose=0.5, payers="state"),
        Dose(lever="donor_programme", places=50.0),
        Dose(lever="third_party"),
    )
    found = whole(levers=levers, payers="donors", capacity=300.0, dose=0.5, where="asm_zone")
    assert found["training"].places == 300.0
    assert found["fee_support"].places is None, "it reaches everybody"
    assert found["donor_programme"].places == 50.0
    assert found["training"].payers == found["donor_programme"].payers == (("donors", 1.0),)
    assert found["fee_support"].payers == (("state", 1.0),)
    assert [found[name].dose for name in ("training", "fee_support")] == [0.5, 0.25]
    assert found["donor_programme"].where == ("asm_zone",)
    assert found["third_party"].where == (), "it cannot be placed"


def test_a_programme_can_be_had_at_a_dose() -> None:
    library = default_library()
    half = library.programme("solidaridad=0.5")
    assert half == library.programmes["solidaridad"].at(0.5)
    assert half.levers == library.programmes["solidaridad"].levers


def test_a_name_joins_programmes_to_a_scenario() -> None:
    library = default_library()
    found = library.scenario("coexistence+solidaridad=0.5+cvcfc")
    own = library.scenarios["coexistence"]
    assert found.name == "coexistence+solidaridad=0.5+cvcfc"
    assert found.levers == own.levers
    assert [(each.name, each.dose) for each in found.programmes] == [
        ("solidaridad", 0.5),
        ("cvcfc", 1.0),
    ]
    assert not library.scenario("hands_off+cvcfc").history


def test_a_scenario_with_a_programme_is_the_programme_in_that_scenario() -> None:
    """The same doses come about, whichever way they are asked for."""
    worlds = [
        CohabitationModel("hands_off+cvcfc", miners=50),
        CohabitationModel("hands_off", programmes=("cvcfc",), miners=50),
    ]
    one, other = (world.plan.effects(24) for world in worlds)
    assert one == other
    assert any(effect.payers == (("donors", 1.0),) for effect in one)


# --- what is refused ------------------------------------------------------------------------------

GOOD = """
title = "Aid"
source = "a test"
[[levers]]
lever = "training"
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((GOOD, GOOD + "dose = 1.5"), "levers[1].dose: 1.5 cannot be used\nAllowed: at most 1"),
        (('"training"', '"trainin"'), "levers: unknown lever 'trainin'; did you mean 'training'?"),
        (("title", "tittle"), "tittle: unknown key; did you mean 'title'?"),
        (("\n[[", '\nlaw = "law.cesion"\n[['), "law: unknown law 'law.cesion'; did you mean"),
        (("\n[[", '\nlaw = "firm.cue"\n[['), "law: unknown law 'firm.cue'"),
        (("\n[[", '\npayers = "donor"\n[['), "payers: unknown payer 'donor'; did you mean"),
        (("\n[[", '\nexcludes = ["cvfc"]\n[['), "excludes: unknown programme 'cvfc'; did you"),
        (("\n[[", '\nexclusive = ["offtake"]\n[['), "exclusive: 'offtake' is none of its own"),
        (("\n[[", "\ncapacity = -1\n[["), "capacity: -1 cannot be used\nAllowed: at least 0"),
        (("\n[[", '\nrow = "R1"\n[['), "row: 'R1' cannot be used"),
        ((GOOD, "title = [3"), "is not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    (tmp_path / "programmes").mkdir()
    file = tmp_path / "programmes" / "aid.toml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(AsmsimError) as found:
        Library([tmp_path]).programme("aid", registry())
    assert str(found.value).startswith(f"{file}: ")
    assert message in str(found.value)


def test_programmes_that_exclude_each_other_are_refused() -> None:
    rival = programme(name="rival", title="Rival")
    for pair in ((programme(excludes=("rival",)), rival), (rival, programme(excludes=("rival",)))):
        with pytest.raises(BadValue, match="'aid' and 'rival' cannot go together: Aid excludes"):
            all_of(pair)


def test_two_monopolies_are_refused_and_both_are_named() -> None:
    both = [
        programme(name=name, title=name.title(), exclusive=("training",))
        for name in ("left", "right")
    ]
    with pytest.raises(BadValue, match="'left' and 'right' cannot go together: Left has training"):
        all_of(both)
    with pytest.raises(BadValue, match="to itself"):
        all_of([both[0], programme()])
    all_of([both[0], programme(dose=0.0)])


def test_a_programme_is_not_given_twice() -> None:
    with pytest.raises(BadValue, match="'cvcfc' is given twice"):
        CohabitationModel("hands_off+cvcfc", programmes=("cvcfc",), miners=50)


def test_a_malformed_dose_in_a_name_is_refused() -> None:
    library = default_library()
    with pytest.raises(BadValue, match=r"programme cvcfc\.dose: 'much' cannot be used"):
        library.programme("cvcfc=much")
    with pytest.raises(BadValue, match=r"programme cvcfc\.dose: 1.5 cannot be used"):
        library.scenario("hands_off+cvcfc=1.5")


def test_a_programme_for_other_minerals_has_nothing_to_do() -> None:
    diamonds = programme(minerals=("diamonds",))
    assert doses(diamonds, registry(), values()) == ()
    with pytest.raises(BadValue, match="'aid' is for diamonds, which nobody digs in gold_generic"):
        plan(Study(programmes=(diamonds,)))


def test_a_programme_for_one_of_two_minerals_is_placed_there() -> None:
    both = values() | {"second.share": 0.5, "second.name": "3t"}
    for minerals, where in ((("3t", "tin"), ("3t",)), (("gold",), ("gold",)), ((), ())):
        given = programme(minerals=minerals, levers=(Dose(lever="donor_programme"),))
        assert [dose.where for dose in doses(given, registry(), both)] == [where], minerals


# --- in a study -----------------------------------------------------------------------------------


def test_a_study_keeps_its_programmes() -> None:
    study = Study(scenarios=("hands_off+cvcfc",), programmes=("solidaridad=0.5",), replicates=1)
    ready = plan(study)
    again = Plan.restored(ready.stored())
    assert again.programmes == ready.programmes
    assert again.scenarios == ready.scenarios
    assert again.identity() == ready.identity()
    place, other = ready.contexts[0], plan(study.model_copy(update={"programmes": ()}))
    stance = ready.scenarios[1]
    keys = {each.run_key(place, stance, 0, "code") for each in (ready, again, other)}
    assert len(keys) == 2


def strict(tmp_path: Path) -> Library:
    """A library with a place where ground may not be ceded."""
    (tmp_path / "contexts").mkdir()
    (tmp_path / "contexts" / "strict.toml").write_text(
        'title = "Strict"\nsource = "a test"\n[[parameters]]\nname = "law.cession"\n'
        'value = false\ngrade = "D"\nsource = "Code, article 5"\nreason = "a test"\n',
        encoding="utf-8",
    )
    return Library([tmp_path])


def test_a_programme_whose_law_the_place_lacks_is_not_permitted_there(tmp_path: Path) -> None:
    library = strict(tmp_path)
    study = Study(scenarios=("hands_off+zea_code_2025",), contexts=("strict", "gold_generic"))
    ready = plan(study, library)
    assert {(each.context, each.scenario, each.programme) for each in ready.forbidden} == {
        ("strict", "hands_off+zea_code_2025", "zea_code_2025")
    }
    with pytest.raises(BadValue) as found:
        plan(Study(contexts=("strict",), programmes=("zea_code_2025",)), library)
    assert str(found.value).startswith(
        "programmes: 'zea_code_2025' is not permitted in strict: it needs law.cession"
    )
    aside = Study(
        contexts=("strict",), programmes=("zea_code_2025",), overrides={"law.cession": True}
    )
    assert plan(aside, library).counterfactual == (("strict", "law.cession"),)


def test_a_scenario_may_stand_for_a_programme() -> None:
    stance = Scenario(name="aid", title="Aid", source="tests", levers=(Dose(lever="training"),))
    assert default_library().programme(stance) == programme()
