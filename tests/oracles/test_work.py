"""Digging against closed forms and a naive loop; the harvest likewise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import normal, uniform
from asmsim.rules import harvest, work
from asmsim.state.people import (
    DEAD,
    FARMING,
    FOREMAN,
    IMPROVED,
    MANAGER,
    MINING,
    NOWHERE,
    ORDINARY,
    PAN,
    PROCESSING,
    SKILLED,
    People,
)
from asmsim.state.sites import ALLUVIAL, HARD_ROCK, Sites
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
KINDS = differ()
WEIGHTS = {
    ORDINARY: 1.0,
    SKILLED: P.pit.weight_skilled,
    FOREMAN: P.pit.weight_foreman,
    MANAGER: P.pit.weight_manager,
}


@given(st.integers(0, 5000), st.floats(0.0, 0.8), st.floats(30.0, 120.0))
def test_crowding(n: int, gamma: float, capacity: float) -> None:
    p = P.work._replace(crowding=gamma, capacity=capacity)
    found = work.crowd(p, n)
    assert found == pytest.approx(math.exp(-gamma * math.log1p(n / capacity)), rel=1e-12)
    # One more digger lowers the yield of each, and never the output of all.
    assert work.crowd(p, n + 1) <= found
    assert (n + 1) * work.crowd(p, n + 1) >= n * found


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_depletion(left: float, power: float) -> None:
    p = P.work._replace(depletion=power)
    found = work.depletion(p, left * 1000.0, 1000.0)
    assert found == pytest.approx(left**power if left > 0.0 else 0.0, rel=1e-12)
    assert 0.0 <= found <= 1.0


def test_recovery_depends_on_ore_and_technique() -> None:
    p = P.work
    there = sites(2, ore=[ALLUVIAL, HARD_ROCK])
    assert there.recovery.tolist() == [p.recovery_alluvial, p.recovery_hard]
    assert work.recovery(there.recovery[1], there.improved_recovery[1], PAN) == p.recovery_hard
    assert work.recovery(there.recovery[1], p.recovery_improved, IMPROVED) == p.recovery_improved


def test_the_season_has_mean_one_and_its_peak_where_it_says() -> None:
    months = [work.season(P.work, month) for month in range(12)]
    assert np.mean(months) == pytest.approx(1.0, abs=1e-12)
    assert max(months) == months[int(P.work.season_peak)] == 1.0 + P.work.season_amplitude
    assert min(months) == pytest.approx(1.0 - P.work.season_amplitude)


def test_noise_has_mean_one() -> None:
    n = 40_000
    p = P.work._replace(crowding=0.0, depletion=0.0, fatal_per_1000_years=0.0)
    them, there = people(n), sites(1, grade=2.0, ore=ALLUVIAL)
    work.dig(them, there, p, KINDS, LUCK, 3, 1.0)
    expected = 2.0 * p.days_year / 12.0 * p.recovery_alluvial
    spread = math.sqrt(math.exp(p.noise_sigma**2) - 1.0)
    assert abs(them.gold_g.mean() / expected - 1.0) < 4.0 * spread / math.sqrt(n)
    assert np.log(them.gold_g).std() == pytest.approx(p.noise_sigma, rel=0.02)


def test_veins_have_mean_one_and_half_their_luck_is_gone_after_the_half_life() -> None:
    p = P.work._replace(vein_sigma=0.6, vein_half_life=4.0)
    n = 40_000
    z = np.random.default_rng(1).standard_normal(n)
    there = sites(n, vein=np.exp(0.6 * z - 0.18))
    for month in range(4):
        work.veins(there, p, LUCK.vein, month)
    x = np.log(there.vein) + 0.18
    assert np.mean(there.vein) == pytest.approx(1.0, abs=4.0 * 0.66 / math.sqrt(n))
    assert np.std(x) == pytest.approx(0.6, rel=0.02)
    assert np.mean(x * 0.6 * z) / 0.36 == pytest.approx(0.5, abs=0.02)


def test_a_month_of_a_vein_by_hand() -> None:
    p = P.work
    there = sites(2, vein=[1.0, 2.5])
    work.veins(there, p, LUCK.vein, 9)
    keep, drift = 0.5 ** (1.0 / p.vein_half_life), p.vein_sigma**2 / 2.0
    for s, before in enumerate((1.0, 2.5)):
        z = normal(LUCK.vein, 9, int(there.id[s]), 0)
        level = keep * (math.log(before) + drift) + p.vein_sigma * math.sqrt(1.0 - keep**2) * z
        assert there.vein[s] == pytest.approx(math.exp(level - drift), rel=1e-12)


def test_without_spread_the_deposit_is_the_same_everywhere() -> None:
    there = sites(3)
    work.veins(there, P.work._replace(vein_sigma=0.0), LUCK.vein, 5)
    assert there.vein.tolist() == [1.0, 1.0, 1.0]


def naive(them: People, there: Sites, month: int, season: float) -> tuple[list[float], list[float]]:
    """Model section 4, person by person: grams each recovers, grams each site loses."""
    p = P.work
    contained = []
    for i in range(len(them.id)):
        s = int(them.site[i])
        if s == NOWHERE or them.occupation[i] != MINING:
            contained.append(0.0)
            continue
        digs = (them.site == s) & (them.occupation == MINING)
        crowd = (1.0 + np.count_nonzero(digs) / p.capacity) ** -p.crowding
        left = (there.reserve_g[s] / there.initial_g[s]) ** p.depletion
        z = normal(LUCK.output, month, int(them.id[i]), 0)
        noise = math.exp(p.noise_sigma * z - p.noise_sigma**2 / 2.0)
        days = p.days_year / 12.0 * season * (1.0 - there.interdiction[s])
        days *= 1.0 - p.improved_time * (them.technique[i] == IMPROVED)
        contained.append(
            there.grade[s] * there.vein[s] * days * crowd * left * noise * them.skill[i]
        )
    lost = [
        sum(c for c, s in zip(contained, them.site, strict=True) if s == k)
        for k in range(len(there.id))
    ]
    cut = [min(1.0, there.reserve_g[k] / lost[k]) if lost[k] else 1.0 for k in range(len(there.id))]
    share = {ALLUVIAL: p.recovery_alluvial, HARD_ROCK: p.recovery_hard}
    gold = []
    for i in range(len(them.id)):
        s = int(them.site[i])
        rate = p.recovery_improved if them.technique[i] == IMPROVED else share[int(there.ore[s])]
        gold.append(contained[i] * cut[s] * rate)
    return gold, [min(a, float(b)) for a, b in zip(lost, there.reserve_g, strict=True)]


def crew(seed: int, n: int = 60) -> tuple[People, Sites]:
    """A few sites of all kinds, one nearly empty, one half guarded, with a mixed crew."""
    rng = np.random.default_rng(seed)
    there = sites(
        4,
        grade=[0.5, 1.0, 3.0, 1.0],
        ore=[ALLUVIAL, HARD_ROCK, HARD_ROCK, ALLUVIAL],
        reserve_g=[1e5, 2e4, 5.0, 1e5],
        initial_g=[2e5, 2e4, 5.0, 1e5],
        interdiction=[0.0, 0.4, 0.0, 1.0],
    )
    them = people(
        n,
        site=rng.integers(-1, 4, n),
        skill=rng.lognormal(0.0, 0.3, n),
        role=rng.integers(0, 4, n),
        technique=rng.integers(0, 2, n),
    )
    them.occupation[:] = np.where(them.site == NOWHERE, FARMING, MINING)
    them.occupation[(rng.random(n) < 0.1) & (them.site != NOWHERE)] = PROCESSING
    return them, there


@pytest.mark.parametrize("seed", range(5))
def test_digging_agrees_with_a_naive_loop(seed: int) -> None:
    them, there = crew(seed)
    gold, lost = naive(them, there, 7, 1.1)
    before = there.reserve_g.copy()
    dug, recovered, _ = work.dig(them, there, P.work, KINDS, LUCK, 7, 1.1)
    np.testing.assert_allclose(them.gold_g, gold, rtol=1e-12)
    np.testing.assert_allclose(there.contained_g, lost, rtol=1e-12)
    np.testing.assert_allclose(before - there.reserve_g, lost, rtol=1e-9, atol=1e-9)
    for s in range(4):
        here = them.site == s
        assert there.recovered_g[s] == pytest.approx(them.gold_g[here].sum(), rel=1e-12)
        weighted = sum(
            g * WEIGHTS[int(r)] for g, r in zip(them.gold_g[here], them.role[here], strict=True)
        )
        assert there.weighted_g[s] == pytest.approx(weighted, rel=1e-12)
    assert dug == pytest.approx(sum(lost), rel=1e-12)
    assert recovered == pytest.approx(sum(gold), rel=1e-12)
    assert there.reserve_g[2] == 0.0, "this site was to be dug out"
    assert not them.gold_g[them.site == 3].any(), "nobody works where guards prevent all of it"


def test_a_role_enters_the_contract_and_never_the_grams() -> None:
    one, there = people(8), sites(1)
    other, same = people(8, role=[ORDINARY, SKILLED, FOREMAN, MANAGER] * 2), sites(1)
    work.dig(one, there, P.work, KINDS, LUCK, 0, 1.0)
    work.dig(other, same, P.work, KINDS, LUCK, 0, 1.0)
    assert one.gold_g.tolist() == other.gold_g.tolist()
    assert same.weighted_g[0] > there.weighted_g[0] == there.recovered_g[0]


def test_accidents_come_at_their_rate_and_to_those_whose_draw_is_low() -> None:
    n = 200_000
    p = P.work._replace(fatal_per_1000_years=1.8)
    them, there = people(n), sites(1)
    _, _, fatal = work.dig(them, there, p, KINDS, LUCK, 5, 1.0)
    expected = n * 1.8 / 1000.0 / 12.0
    assert abs(fatal - expected) < 4.0 * math.sqrt(expected)
    died = np.flatnonzero(them.occupation == DEAD)
    assert len(died) == fatal > 0
    chance = 1.8 / 1000.0 / 12.0
    assert all(uniform(LUCK.accident, 5, int(i), 0) < chance for i in died)


def test_works_let_people_dig_more_and_fewer_of_them_die() -> None:
    p = P.work._replace(fatal_per_1000_years=1.8)
    plain, done = people(50_000), people(50_000)
    bare, made = sites(1), sites(1, works=1.25, risk=0.4)
    dug, _, fatal = work.dig(plain, bare, p, KINDS, LUCK, 5, 1.0)
    more, _, fewer = work.dig(done, made, p, KINDS, LUCK, 5, 1.0)
    assert more == pytest.approx(1.25 * dug)
    died, spared = (set(np.flatnonzero(t.occupation == DEAD).tolist()) for t in (plain, done))
    assert spared < died
    chance = 0.4 * 1.8 / 1000.0 / 12.0
    assert all(uniform(LUCK.accident, 5, i, 0) < chance for i in spared)
    assert (len(died), len(spared)) == (fatal, fewer)


def test_the_harvest_has_mean_one_and_the_season_peaks_in_january() -> None:
    n = 20_000
    there = villages(n, land_lost=0.25)
    usual = P.home.farm_wage_usd_day * P.home.farm_days
    harvest.farm(there, P.home, 0.0, LUCK, (2020, 0))
    spread = math.sqrt(math.exp(P.home.harvest_sigma**2) - 1.0) / math.sqrt(n)
    assert abs(there.harvest.mean() - 1.0) < 4.0 * spread
    expected = usual * (1.0 + P.home.farm_season) * 0.75 * there.harvest
    np.testing.assert_allclose(there.farm_income, expected, rtol=1e-12)
    january = there.harvest.copy()
    harvest.farm(there, P.home, 0.0, LUCK, (2020, 6))
    assert there.harvest.tolist() == january.tolist(), "one harvest a year"
    harvest.farm(there, P.home, 0.0, LUCK, (2021, 0))
    assert abs(np.corrcoef(there.harvest, january)[0, 1]) < 4.0 / math.sqrt(n)


def test_what_the_firm_invested_brings_its_share_a_head() -> None:
    there = villages(3, residents=[50, 0, 50], invested=[1000.0, 1000.0, 0.0])
    harvest.farm(there, P.home, 0.02, LUCK, (2020, 0))
    assert there.enterprise.tolist() == pytest.approx([20.0 / 50.0, 0.0, 0.0])
    assert not there.demand.any(), "farming has no more of it than other work"
