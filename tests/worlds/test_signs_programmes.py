"""Expected directions where programmes with places, payers and coordination are at work."""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.ledger import NUMBER
from asmsim.model import CohabitationModel
from asmsim.records import Scenario, default_library
from asmsim.records.scenario import Dose
from asmsim.state.units import MONTHS
from tests.worlds.lived import mean, under

Overrides = dict[str, Any]

MINERS, POLICY, END = 1000, 6, 42


def lives(scenario: Scenario, overrides: Overrides, seed: int = 1) -> CohabitationModel:
    """A small world after three years of policy."""
    model = CohabitationModel(
        scenario, seed=seed, months=END, policy_month=POLICY, miners=MINERS, overrides=overrides
    )
    model.run_to(END)
    return model


def aid(*more: Dose | str, places: float = 600.0, payers: Any = "donors") -> Scenario:
    return under(Dose(lever="training", places=places, payers=payers), *more)


@pytest.mark.row("P22")
@pytest.mark.mechanism("coordination.overlap")
def test_coordination_raises_what_the_same_places_reach(overrides: Overrides) -> None:
    """Two programmes that do not know of each other train some people twice."""
    twice = Dose(lever="training", places=300.0, payers="state")
    apart = lives(aid(twice), overrides)
    together = lives(aid(twice, "coordination"), overrides)
    assert mean(together, "conduct") > mean(apart, "conduct")


@pytest.mark.row("P22", "P27")
@pytest.mark.mechanism("grant.conduct")
def test_grants_raise_conduct(overrides: Overrides) -> None:
    """Works and equipment let conduct improve faster than the same grants without that effect.

    Luck turns where a grant lets one cooperative grow, so that the grants are in both worlds.
    """
    idle, granted = (
        sum(mean(lives(under("donor_programme"), values, seed), "conduct") for seed in (3, 5))
        for values in ({"grant.conduct": 0.0}, overrides)
    )
    assert granted > idle + 0.01


@pytest.mark.row("P27")
@pytest.mark.mechanism("grant.reach")
def test_grants_fill_treasuries_and_are_paid_by_donors(overrides: Overrides) -> None:
    plain, granted = (
        lives(under(*levers), overrides) for levers in ((), (Dose(lever="donor_programme"),))
    )
    money, works = booked(granted, "grants_donors"), booked(granted, "works_donors")
    share = granted.district.values["grant.works"]
    assert works > 0.0
    assert works == pytest.approx(share * (money + works))
    treasuries = [float(world.district.cooperatives.treasury.sum()) for world in (plain, granted)]
    assert treasuries[1] > treasuries[0]


@pytest.mark.row("P22")
@pytest.mark.mechanism("coordination.time")
def test_programmes_that_crowd_cost_time_and_put_off_papers(overrides: Overrides) -> None:
    """Who is reached twice loses days; what training does is switched off, so that only this is."""
    nothing = {"training.organise": 0.0, "training.conduct": 0.0, "licence.capacity_year": 60.0}
    crowd = [Dose(lever="training", places=1000.0, payers="donors")] * 3
    apart, together = (
        [lives(under(*crowd, *more), nothing | overrides, seed) for seed in (1, 2, 3, 4)]
        for more in ((), ("coordination",))
    )
    licensed = [
        sum(mean(world, "formal_share", END - POLICY) for world in worlds)
        for worlds in (apart, together)
    ]
    assert licensed[1] > licensed[0]


@pytest.mark.row("P27")
def test_grants_go_where_they_are_named() -> None:
    """On no other ground is a cooperative given anything."""
    placed = Dose(lever="donor_programme", where="asm_zone")
    nowhere = lives(under(placed), {})
    assert booked(nowhere, "grants_donors") == 0.0
    there = lives(under(placed.model_copy(update={"where": ("open",)})), {})
    assert booked(there, "grants_donors") > 0.0


def booked(model: CohabitationModel, line: str) -> float:
    """What was paid on a line, USD."""
    return float(sum(month[NUMBER[line]] for month in model.recorder.lines))


@pytest.mark.row("P22")
def test_each_payer_is_charged_for_what_it_adds(overrides: Overrides) -> None:
    """Of 800 places donors pay 600 and, of the rest, state and buyers half each."""
    half = Dose(lever="training", places=200.0, payers={"state": 0.5, "buyers": 0.5})
    world = lives(aid(half, Dose(lever="coordination", dose=0.5)), overrides)
    total = sum(booked(world, f"training_{payer}") for payer in ("donors", "state", "buyers"))
    assert total > 0.0
    for payer, part in (("donors", 0.75), ("state", 0.125), ("buyers", 0.125)):
        assert booked(world, f"training_{payer}") == pytest.approx(part * total)
    assert booked(world, "training") == 0.0
    kept = world.district.values["coordination.usd_year"] * 0.5 * world.district.scale
    assert booked(world, "coordination_donors") == pytest.approx(kept * (END - POLICY) / MONTHS)
    spent = sum(month["spending_donors"] for month in world.recorder.series)
    lines = ("training_donors", "coordination_donors")
    assert spent == pytest.approx(sum(booked(world, line) for line in lines))


def test_without_a_firm_the_state_pays_in_its_place(overrides: Overrides) -> None:
    stance = under("fee_support", "training", "asm_zone")
    world = lives(stance, overrides | {"district.firms": 0})
    assert booked(world, "training_state") > 0.0
    assert booked(world, "zone_assessment_state") > 0.0
    assert booked(world, "training") == booked(world, "zone_assessment") == 0.0


def test_a_payer_changes_who_pays_and_nothing_else(overrides: Overrides) -> None:
    """But for protest: villages look at what the mine is thought to earn."""
    stance = default_library().scenario("cohabitation_zone")
    given = [dose.model_copy(update={"payers": (("donors", 1.0),)}) for dose in stance.levers]
    worlds = [
        lives(scenario, overrides | {"conflict.protest": 0.0})
        for scenario in (stance, stance.model_copy(update={"levers": tuple(given)}))
    ]
    for outcome in ("formal_share", "events_expected", "income_median", "conduct"):
        assert len({repr([m[outcome] for m in w.recorder.series]) for w in worlds}) == 1, outcome
    own, donated = worlds
    moved = own.recorder.series[-1]["programme_cost"]
    assert donated.recorder.series[-1]["programme_cost"] == 0.0
    assert donated.recorder.series[-1]["spending_donors"] == pytest.approx(moved)
