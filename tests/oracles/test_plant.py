"""The plant: surplus, bargain and deliveries against sums by hand; metal is conserved."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import plant
from asmsim.state.columns import empty
from asmsim.state.contract import weight
from asmsim.state.cooperatives import DISSOLVED, LAPSED, LICENSED, LODGED, NONE, Cooperatives
from asmsim.state.ground import Concession, Ground
from asmsim.state.people import FARMING, FOREMAN, MANAGER, NOWHERE, ORDINARY, SKILLED, People
from asmsim.state.sites import ALLUVIAL, HARD_ROCK, LEASED, OPEN, Sites
from tests.defaults import defaults, differ
from tests.oracles.tables import people, sites

P = defaults()
KINDS = differ()
O = P.offtake  # noqa: E741  # the group's initial, as P for all
WORTH = 24.0  # USD, what a gram in ore brings at the pit
money = st.floats(0.1, 200.0)


# --- the bargain ----------------------------------------------------------------------------------


def test_what_ore_brings_at_the_pit() -> None:
    there = sites(1, price=50.0, ore=HARD_ROCK)
    p = P.work.recovery_hard
    expected = 50.0 * (p + (1.0 - p) * P.pit.tailings_value)
    assert plant.at_the_pit(there)[0] == pytest.approx(expected)


@given(st.floats(0.05, 8.0), st.floats(0.0, 60.0), st.floats(0.0, 40.0))
def test_poor_ore_is_dear_to_haul_and_mill(grade: float, km: float, late: float) -> None:
    there = sites(1, grade=grade)
    each_t = O.milling_usd_t + O.assay_usd_t + O.haul_usd_t_km * km + late
    tonnes_a_gram = O.tonnes_day / grade
    found = plant.cost(there, O, np.array([km]), late)[0]
    assert found == pytest.approx(each_t * tonnes_a_gram)
    assert plant.tonnes(there, O, np.array([3.0]))[0] == pytest.approx(3.0 * tonnes_a_gram)


@given(money, money, st.floats(0.2, 0.8))
def test_the_price_splits_the_surplus_by_power(value: float, outside: float, power: float) -> None:
    price = float(plant.bargain(np.array([value]), np.array([outside]), power)[0])
    if value <= outside:
        assert price == 0.0
        return
    assert outside <= price <= value * (1.0 + 1e-12)
    # Nash: nobody could have more of (value - price)^power * (price - outside)^(1 - power).
    around = np.linspace(outside, value, 2001)
    product = (value - around) ** power * (around - outside) ** (1.0 - power)
    best = (value - price) ** power * (price - outside) ** (1.0 - power)
    assert best >= product.max() * (1.0 - 1e-9)


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_only_ore_beyond_the_spare_room_puts_own_ore_off(delivered: float, spare: float) -> None:
    total = plant.displaced(delivered, spare, 60.0) * delivered
    assert total == pytest.approx(60.0 * max(0.0, delivered - spare), abs=1e-6)


@pytest.mark.parametrize("stretch", [1.0, 3.0])
def test_haulage_counts_from_the_firms_own_plant(stretch: float) -> None:
    two = Concession(0.0, 0.0, 5.0, 2.0), Concession(30.0, 40.0, 5.0, 2.0)
    ground = Ground(55.0, 0.0, 0.0, two, stretch)
    there = sites(2, x=[3.0, 30.0], y=[4.0, 40.0])
    assert plant.haul_km(there, ground, 0).tolist() == pytest.approx(
        [5.0 / stretch, 50.0 / stretch]
    )
    assert plant.haul_km(there, ground, 1)[1] == 0.0


def test_hesitancy_starts_with_the_first_month_and_halves() -> None:
    months = (0, 1, 1 + int(O.hesitancy_half_life), 1 + 2 * int(O.hesitancy_half_life))
    found = [plant.hesitancy(O, month) for month in months]
    assert found == pytest.approx([0.0, O.hesitancy, O.hesitancy / 2.0, O.hesitancy / 4.0])


# --- deliveries -----------------------------------------------------------------------------------


@given(money, money, st.floats(0.0, 1.0))
def test_deliveries_are_a_logit_in_prices_less_wait_and_distrust(
    price: float, outside: float, trust: float
) -> None:
    found = plant.delivers(price, outside, trust, O)
    gain = math.log(price / outside) - O.wait - O.distrust * (1.0 - trust)
    assert found == pytest.approx(1.0 / (1.0 + math.exp(-O.slope * gain)))
    assert plant.delivers(1.1 * price, outside, trust, O) >= found
    assert plant.delivers(price, outside, min(1.0, trust + 0.1), O) >= found


ROLES = (ORDINARY, SKILLED, FOREMAN, MANAGER)


def worked(n: int, seed: int) -> tuple[People, Sites]:
    """A month's metal of members and others on four sites, hard rock but the last."""
    rng = np.random.default_rng(seed)
    them = people(n, site=rng.integers(-1, 4, n), gold_g=rng.lognormal(0.0, 0.6, n))
    them.occupation[them.site == NOWHERE] = FARMING
    them.gold_g[them.site == NOWHERE] = 0.0
    them.role[:] = rng.choice(ROLES, n)
    them.cooperative[:] = np.where(rng.random(n) < 0.7, 0, NOWHERE)
    them.cooperative[them.site == NOWHERE] = NOWHERE
    them.debt[:] = np.where(rng.random(n) < 0.3, 20.0, 0.0)
    them.trust_firm[:] = rng.random(n)
    them.technique[:] = rng.random(n) < 0.2
    there = sites(4, ore=[HARD_ROCK] * 3 + [ALLUVIAL], price=50.0)
    there.ore_price[:] = [30.0, 45.0, 0.0, 45.0]
    for i in np.flatnonzero(them.site != NOWHERE):
        s = them.site[i]
        there.recovered_g[s] += them.gold_g[i]
        there.weighted_g[s] += them.gold_g[i] * weight(P.pit, them.role[i])
        there.contained_g[s] += them.gold_g[i] / share_won(them, i)
    return them, there


def share_won(them: People, i: int) -> float:
    return P.work.recovery_improved if them.technique[i] else P.work.recovery_hard


def delivered(them: People, there: Sites, **terms: Any) -> float:
    outside = np.full(4, WORTH)
    p = O._replace(**terms)
    agreed = np.array([1], np.int8)
    return float(plant.deliver(them, there, agreed, outside, p, KINDS))


@given(st.integers(0, 10_000))
def test_delivering_ore_conserves_the_metal(seed: int) -> None:
    them, there = worked(60, seed)
    before, sold = them.gold_g.copy(), there.recovered_g.copy()
    total = delivered(them, there)
    assert total == pytest.approx(float(them.ore_g.sum())) == pytest.approx(there.ore_g.sum())
    for i in range(60):
        # What was kept back would have been this much of the metal in the ore.
        assert before[i] - them.gold_g[i] == pytest.approx(them.ore_g[i] * share_won(them, i))
    for s in range(4):
        here = them.site == s
        assert there.recovered_g[s] == pytest.approx(float(them.gold_g[here].sum()), abs=1e-9)
        assert there.ore_g[s] == pytest.approx(float(them.ore_g[here].sum()))
        left = there.contained_g[s] - there.recovered_g[s] - there.ore_g[s]
        assert left >= -1e-9, "the rest is tailings"
        weights = np.array([weight(P.pit, role) for role in them.role[here]])
        assert there.weighted_g[s] == pytest.approx(float((weights * them.gold_g[here]).sum()))
        assert there.ore_weighted_g[s] == pytest.approx(float((weights * them.ore_g[here]).sum()))
    assert np.all(sold >= there.recovered_g)


def test_who_delivers() -> None:
    them, there = worked(400, 1)
    delivered(them, there)
    may = (them.cooperative == 0) & (them.debt == 0.0) & np.isin(them.site, (0, 1))
    np.testing.assert_array_equal(them.ore_g > 0.0, may & (them.gold_g > 0.0))
    for i in np.flatnonzero(may)[:50]:
        given_up = them.ore_g[i] * share_won(them, i)
        part = plant.delivers(there.ore_price[them.site[i]], WORTH, them.trust_firm[i], O)
        assert given_up / (given_up + them.gold_g[i]) == pytest.approx(part)


def test_debtors_cannot_deliver_and_distrust_keeps_ore_back() -> None:
    amounts = {}
    for name, columns in {
        "free": {},
        "trusted": {"trust_firm": 1.0},
        "owing": {"debt": 5.0},
    }.items():
        them, there = worked(400, 1)
        them.debt[:], them.trust_firm[:] = 0.0, 0.0
        for column, value in columns.items():
            getattr(them, column)[:] = value
        amounts[name] = delivered(them, there)
    assert amounts["owing"] == 0.0 < amounts["free"] < amounts["trusted"]
    assert delivered(*worked(400, 1), wait=0.5) < delivered(*worked(400, 1), wait=0.0)


def test_the_plant_pays_what_it_says_by_the_pit_contract() -> None:
    them, there = worked(400, 1)
    delivered(them, there)
    paid = plant.pay(them, there, 0.1, KINDS)
    value = there.ore_g * there.ore_price
    assert paid == pytest.approx(0.9 * value.sum()) == pytest.approx(them.income.sum())
    for s in (0, 1):
        sold = np.flatnonzero((them.site == s) & (them.ore_g > 0.0))
        points = [them.ore_g[i] * weight(P.pit, them.role[i]) for i in sold]
        np.testing.assert_allclose(
            them.income[sold], 0.9 * value[s] * np.array(points) / sum(points)
        )


def test_only_ore_with_papers_is_taken() -> None:
    coops = empty(Cooperatives, 7)
    coops.site[:] = [0, 0, 0, 0, 0, 1, 1]
    coops.papers[:] = [LICENSED, LODGED, LAPSED, NONE, DISSOLVED, NONE, NONE]
    coops.agreement[:] = [1, 1, 1, 1, 0, 1, 0]
    there = sites(2, tenure=[OPEN, LEASED])
    assert plant.may_deliver(coops, there).tolist() == [1, 0, 0, 0, 0, 1, 0]
