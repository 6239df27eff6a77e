"""Thirty years under any stance: the district neither empties nor fills, violence stays bounded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from asmsim.model import CohabitationModel
from asmsim.state.people import AWAY, DEAD, FARMING, MINING
from tests.worlds.bits import STANCES

pytestmark = pytest.mark.slow

YEARS = 30
MONTHS = 12 * YEARS
LIVES = [("hands_off", seed) for seed in (0, 1, 2)]
LIVES += [(name, 3) for name in STANCES if name != "hands_off"]


@pytest.fixture(scope="module", params=LIVES, ids=[f"{name}-{seed}" for name, seed in LIVES])
def old(request: pytest.FixtureRequest) -> CohabitationModel:
    name, seed = request.param
    model = CohabitationModel(name, seed=seed, miners=5000, months=MONTHS, policy_month=24)
    model.run_to(MONTHS)
    return model


def yearly(model: CohabitationModel, outcome: str) -> npt.NDArray[np.float64]:
    """Return an outcome's mean by year; months in which it is undefined are left out."""
    months = np.array([month[outcome] for month in model.recorder.series]).reshape(YEARS, 12)
    mean: npt.NDArray[np.float64] = np.ma.masked_invalid(months).mean(axis=1).filled(np.nan)
    return mean


def test_the_district_neither_empties_nor_fills(old: CohabitationModel) -> None:
    share = yearly(old, "active_miners") / old.district.pool
    assert share.min() > 0.1
    assert share.max() < 0.95
    # Finds make up for what is dug out: no more than half of the district drains away.
    assert share[-5:].mean() > 0.5 * share[5:10].mean()


def test_no_class_that_was_inside_drifts_to_the_border(old: CohabitationModel) -> None:
    for name in ("formal_share", "informal_share", "illegal_share"):
        share = yearly(old, name)
        assert share[:2].min() > 0.0, name
        # A stance may mean to leave few of a class, none of it in some year; without one none is to
        # vanish by itself.
        if old.stance.name == "hands_off":
            assert share[5:].min() > 0.005, name
        assert share[-10:].mean() > 0.0005, name
        assert share[5:].max() < 0.98, name


def test_violence_stays_bounded(old: CohabitationModel) -> None:
    pool = old.district.pool
    events = yearly(old, "events_expected") * 12.0
    assert events.max() < 1.0 * pool / 100.0
    late, early = events[20:].mean(), events[2:12].mean()
    assert late < 5.0 * early + 1.0, "violence grows without end"
    deaths = yearly(old, "violent_deaths") * 12.0
    assert deaths.mean() < 0.001 * pool
    assert np.count_nonzero(old.district.people.occupation == DEAD) < 0.05 * pool


def test_nobody_is_stuck_in_one_occupation(old: CohabitationModel) -> None:
    counts = np.bincount(old.district.people.occupation, minlength=6) / old.district.pool
    for occupation in (MINING, FARMING, AWAY):
        assert 0.005 < counts[occupation] < 0.95


def test_money_and_belief_stay_in_bounds(old: CohabitationModel) -> None:
    people = old.district.people
    alive = people.occupation != DEAD
    assert np.median(people.savings[alive]) < 24.0 * np.median(people.expected[alive])
    # A debt is a few months of ore; what is never repaid must not grow for ever.
    assert people.debt.max() < 60.0 * people.expected[alive].max()
    assert 0.0 < people.trust_firm[alive].mean() < 1.0
    assert people.grievance[alive].mean() < 0.9
    income = yearly(old, "income_median")
    assert income.max() < 10.0 * income[:3].mean()
    assert income.min() > 0.1 * income[:3].mean()
    price = yearly(old, "pit_price_share")
    assert 0.3 < price.min() <= price.max() < 1.0


def test_ground_is_used_up_and_found(old: CohabitationModel) -> None:
    sites = old.district.sites
    known = np.count_nonzero(sites.discovery_month >= 0)
    assert known > np.count_nonzero(sites.discovery_month == 0)
    left = float(sites.reserve_g.sum() / sites.initial_g.sum())
    assert 0.02 < left < 0.99
