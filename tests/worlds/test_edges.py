"""The edges of what may be asked: worlds of nothing, thirty years, every lever at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import asmsim
from asmsim.levers import registry
from asmsim.records import Scenario
from asmsim.records.scenario import Dose
from asmsim.state.people import DEAD
from asmsim.studies.design import MOST_MONTHS
from tests.worlds.bits import STANCES, world
from tests.worlds.test_invariants import (
    ARMED,
    check_money,
    check_outcomes,
    check_people,
    check_sites,
    check_status,
)

NOTHING: dict[str, dict[str, Any]] = {
    "no firm": {"overrides": {"district.firms": 0}},
    "no sites": {"overrides": {"district.deposits": 0}},
    "no known site": {"overrides": {"district.known": 0}},
    "no miners": {"miners": 0},
    "nobody at all": {"overrides": {"people.pool": 0}},
    "no firm but armed actors": {"overrides": {**ARMED, "district.firms": 0}},
}


def everything(turn: int) -> Scenario:
    """Every lever at once; of its kinds, some of which shut out others, another each turn."""
    return Scenario(
        name="everything",
        title="Everything",
        source="a test",
        levers=tuple(
            Dose(lever=name, dose=0.7, kind=lever.kinds[turn % len(lever.kinds)])
            if lever.kinds
            else Dose(lever=name, dose=0.7)
            for name, lever in registry().items()
        ),
    )


def sound(scenario: Any, months: int, **settings: Any) -> None:
    """Live months of a world, each of which has to be sound. Warnings are errors in these tests."""
    model = world(scenario, **{**settings, "months": months})
    people = model.district.people
    n, died = len(people.id), int(np.count_nonzero(people.occupation == DEAD))
    for _ in range(months):
        model.step()  # closes the ledger, or raises
        check_people(model.district, n, died)
        died = int(np.count_nonzero(model.district.people.occupation == DEAD))
        check_sites(model.district)
        check_money(model.district)
        check_outcomes(model)
        check_status(model.district)


@pytest.mark.parametrize(("turn", "name"), list(enumerate(["the default", *NOTHING])))
def test_every_lever_at_once_finds_nothing_to_work_on_and_is_sound(turn: int, name: str) -> None:
    sound(everything(turn), 20, **{"miners": 200, "policy_month": 2, **NOTHING.get(name, {})})


@pytest.mark.parametrize(
    "nothing", [{"miners": 0}, {"overrides": {"district.firms": 0}, "miners": 50}]
)
def test_a_study_of_nothing_ends_in_a_table(nothing: dict[str, Any]) -> None:
    found = asmsim.compare(
        ["hands_off", "coexistence", "collaboration_offtake"],
        replicates=2,
        months=14,
        policy_month=2,
        workers=1,
        **nothing,
    )
    assert found.failed == ()
    assert len(found.contrasts) > 0


def test_every_stance_is_the_same_where_there_is_no_firm_to_take_it() -> None:
    """What a firm does cannot matter without one; what the state and buyers do may."""
    levers = ("security", "eviction", "engagement", "monitoring", "lease", "offtake", "cession")
    plain, firms = (
        world(scenario, miners=200, months=20, overrides={"district.firms": 0})
        for scenario in (
            Scenario(name="none", title="None", source="a test"),
            Scenario(
                name="all",
                title="All",
                source="a test",
                levers=tuple(Dose(lever=name) for name in levers),
            ),
        )
    )
    for model in (plain, firms):
        model.run_to(20)
    assert plain.district.people.site.tolist() == firms.district.people.site.tolist()


# --- the long run ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [*STANCES, everything(0)], ids=[*STANCES, "everything"])
def test_thirty_years_of_every_stance_are_sound(scenario: Any) -> None:
    sound(scenario, MOST_MONTHS, miners=300, policy_month=24)


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "name"), list(enumerate(NOTHING)))
def test_thirty_years_of_nothing_are_sound(turn: int, name: str) -> None:
    sound(everything(turn), MOST_MONTHS, **{"miners": 100, "policy_month": 24, **NOTHING[name]})


@pytest.mark.slow
def test_a_study_of_nothing_has_its_report(tmp_path: Path) -> None:
    from asmsim.report.folder import write

    study = asmsim.compare(miners=0, replicates=2, months=26, workers=1, out=tmp_path / "out")
    assert (write(study) / "report.html").is_file()


def test_more_than_thirty_years_are_refused() -> None:
    with pytest.raises(ValueError, match=r"months: 361 cannot be used\nAllowed: at most 360"):
        asmsim.simulate(months=361)
