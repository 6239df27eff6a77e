"""Technique without mercury: it comes with help, spreads, is the way out of a ban (P1, P3, R26)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records.dose import Dose
from asmsim.state.people import IMPROVED
from tests.worlds.lived import SEEDS, lived, mean, under

Overrides = dict[str, Any]

# Hard rock and many cooperatives, so that there is something to equip.
ROCK = {"deposit.hard_rock_share": 1.0, "organise.founding_share": 0.6}
WORLD: dict[str, Any] = {"months": 48}


def over(overrides: Overrides, outcome: str, *levers: str | Dose, **more: Any) -> float:
    """Mean of an outcome over seeds, under some levers."""
    world = {**ROCK, **more, **overrides}
    found = [
        mean(lived(world, scenario=under(*levers), seed=seed, **WORLD), outcome) for seed in SEEDS
    ]
    return sum(found) / len(found)


@pytest.mark.slow
@pytest.mark.row("P1", "P3")
@pytest.mark.mechanism("technique.places_year")
def test_who_is_equipped_loses_less_mercury(overrides: Overrides) -> None:
    less = over(overrides, "mercury", "clean_technique")
    assert less < 0.97 * over(overrides, "mercury")
    assert over(overrides, "clean_miners", "clean_technique") > 0.03


@pytest.mark.row("P1", "P3")
def test_nobody_does_without_mercury_before_somebody_brings_it() -> None:
    assert over({}, "clean_miners") == 0.0


@pytest.mark.row("P3")
@pytest.mark.mechanism("technique.learn")
def test_technique_spreads_beyond_whom_programmes_equip(overrides: Overrides) -> None:
    world = {**ROCK, "technique.learn": 0.3, **overrides}
    bought = 0.0
    for seed in SEEDS:
        model = CohabitationModel(
            under("clean_technique"),
            seed=seed,
            miners=1500,
            months=30,
            policy_month=6,
            overrides=world,
        )
        while model.month < 30:
            model.step()
            bought += model.district.ledger.amount("equipment")
    assert bought > 0.0


@pytest.mark.slow
@pytest.mark.row("P1", "R2")
@pytest.mark.mechanism("technique.conduct")
def test_conduct_with_mercury_follows(overrides: Overrides) -> None:
    usual = {"organise.conduct_gain": 0.0}
    with_help = over(overrides, "conduct_mercury", "clean_technique", **usual)
    assert with_help > over(overrides, "conduct_mercury", **usual) + 0.01


@pytest.mark.row("R26")
@pytest.mark.mechanism("technique.ban_cost")
def test_a_ban_alone_pushes_people_out_of_the_legal_route(overrides: Overrides) -> None:
    ban = {"law.mercury_ban": 1.0, "technique.ban_cost": 0.1}
    for outcome in ("metal_sold_legally", "formal_share"):
        assert over({**ban, **overrides}, outcome) < over(overrides, outcome) - 0.005


@pytest.mark.slow
@pytest.mark.row("R26")
@pytest.mark.mechanism("technique.places_year")
def test_who_has_another_technique_can_obey(overrides: Overrides) -> None:
    ban = {"law.mercury_ban": 1.0, "technique.ban_cost": 0.1, "technique.places_year": 2000.0}
    helped = over({**ban, **overrides}, "metal_sold_legally", "clean_technique")
    assert helped > over({**ban, **overrides}, "metal_sold_legally") + 0.005


@pytest.mark.row("P3")
def test_equipment_stays_where_it_is() -> None:
    model = CohabitationModel(
        under("clean_technique"), seed=1, miners=1500, months=40, policy_month=2, overrides=ROCK
    )
    model.run_to(36)
    people = model.district.people
    users = np.flatnonzero(people.technique == IMPROVED)
    site = people.site[users].copy()
    model.run_to(40)
    left = people.site[users] != site
    works = people.site[users] >= 0
    assert left.any()
    # Who came anew may have been equipped there; not as many as have left.
    again = (people.technique[users] == IMPROVED) & left & works
    assert np.count_nonzero(again) < 0.2 * np.count_nonzero(left)
