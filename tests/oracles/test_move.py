"""Choices are logit: shares of many equal people against the closed form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from asmsim.luck import pair
from asmsim.rules import move
from asmsim.state.choice import Help, Leaving, Options
from asmsim.state.columns import FloatColumn
from asmsim.state.kinds import Kinds
from asmsim.state.near import Near
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    FOREMAN,
    MANAGER,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSING,
    PROCESSOR,
    SKILLED,
    People,
)
from asmsim.state.sites import UNKNOWN, Sites
from tests.defaults import alike, defaults, differ
from tests.oracles.tables import LUCK, people, sites

P = defaults()
KINDS = differ(alike())
EVERYBODY = P.move._replace(reconsider=1.0, return_rate=1.0)
DAYS = P.work.days_year / 12.0
N = 20_000
WAGE = 260.0  # USD/month, at the mine


def around(n_sites: int) -> Near:
    """Everybody has all sites in the list."""
    row = np.full(1 << (n_sites - 1).bit_length(), NOWHERE, np.int32)
    row[:n_sites] = np.arange(n_sites)
    return Near(np.tile(row, (n_sites, 1)), row[None, :].copy())


def options(
    there: Sites,
    p: Any,
    farm: float = 50.0,
    away: float = 55.0,
    job_chance: float = 0.0,
    *,
    men_only: bool = False,
    closed: float = 0.0,
) -> Options:
    return Options(
        *move.site_values(there, p, DAYS),
        move.farm_values(np.array([farm]), p, DAYS),
        move.away_value(away, p, DAYS),
        move.income_risk(P.work.noise_sigma),
        move.job_value(WAGE, p, DAYS),
        job_chance,
        np.full(len(there.id), men_only),
        np.full(len(there.id), closed),
    )


def leaving(there: Sites, usd: float = 0.0) -> Leaving:
    """The same for whoever leaves kept ground; offered in month 0."""
    n, kept = len(there.id), there.kept_by
    took, zones = np.zeros(n, np.int32), np.empty(0, np.int32)
    offers = np.where(kept >= 0, usd, 0.0)
    return Leaving(offers, np.zeros(n, np.int16), kept, took, zones, P.offer)


def no_help(there: Sites, **given: Any) -> Help:
    """Nobody is helped, or as told."""
    n = len(there.id)
    found = Help(
        np.zeros(n),
        np.full(n, NOWHERE, np.int32),
        np.full(1, 50.0),
        np.zeros(3, np.int32),
        P.livelihoods,
        P.offer.months,
    )
    return found._replace(**given)


def chosen(
    them: People, there: Sites, p: Any, *, month: int = 2, kinds: Kinds = KINDS, **given: Any
) -> tuple[int, FloatColumn]:
    """Let people choose; return how many changed their life, and shares by occupation."""
    ground = (there.x, there.y, there.kept_by)
    before = them.occupation.copy(), them.site.copy()
    on_offer = options(there, p, **given), (leaving(there), no_help(there))
    move.choose(them, *on_offer, around(len(there.id)), ground, (p, kinds), LUCK, month)
    moved = (them.occupation != before[0]) | (them.site != before[1])
    return int(np.count_nonzero(moved)), np.bincount(them.occupation, minlength=6) / len(them.id)


def close(found: float, expected: float, n: int = N) -> bool:
    return abs(found - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / n) + 1e-12


def farm_value(p: Any, income: float = 50.0) -> float:
    return float(p.slope * math.log(income / DAYS) + p.farm_access)


def away_value(p: Any, income: float = 55.0) -> float:
    return float(p.slope * math.log(income / DAYS) + p.away_access)


def dig_value(p: Any, income: float, reservation: float, aversion: float = 0.0) -> float:
    """Model section 4: slope * log(certainty equivalent), relative to the survey's reference."""
    reference = p.reference_g_day * p.reference_price_usd_g * DAYS
    risk = P.work.noise_sigma**2 / 2.0
    return float(p.slope * (math.log(reservation * income / reference) - aversion * risk))


# --- between farm and away ------------------------------------------------------------------------


@pytest.mark.parametrize("local", [0, 1])
@pytest.mark.parametrize("now", [FARMING, AWAY])
def test_farm_or_away_is_a_logit(local: int, now: int) -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=0.0, home_tie=0.7, stay=0.4)
    them = people(N, occupation=now, site=NOWHERE, local=local, reservation=1.0)
    _, share = chosen(them, sites(1, discovery_month=UNKNOWN), p)
    farm = farm_value(p) + p.stay * (now == FARMING)
    away = away_value(p) - p.home_tie * local + p.stay * (now == AWAY)
    assert close(share[AWAY], 1.0 / (1.0 + math.exp(farm - away)))
    assert share[FARMING] + share[AWAY] == 1.0


# --- between farm, away and a site ----------------------------------------------------------------


@pytest.mark.parametrize("danger", [0.0, 0.5])
@pytest.mark.parametrize("intrusion", [0, 1])
def test_a_site_is_chosen_by_what_it_is_worth(danger: float, intrusion: int) -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=0.0, home_tie=0.0)
    there = sites(1, yield_usd=120.0, danger=danger, intrusion=intrusion)
    them = people(N, occupation=FIRM_JOB, site=NOWHERE, reservation=5.0, skill=1.2)
    them.occupation[:] = FARMING
    them.risk_aversion[:] = 0.8
    _, share = chosen(them, there, p)
    dig = dig_value(p, 120.0, 5.0 * 1.2, 0.8) - p.danger * danger - p.tenure_risk * intrusion
    weights = np.exp([dig, farm_value(p) + p.stay, away_value(p)])
    weights /= weights.sum()
    assert close(share[MINING], float(weights[0]))
    assert close(share[FARMING], float(weights[1]))


def test_the_reference_is_where_half_would_leave() -> None:
    # Reservation wage: the day's income outside at which a digger at the reference yield is torn.
    p = EVERYBODY._replace(stay=0.0, farm_access=0.0, away_access=-3.0, home_tie=5.0)
    reference = p.reference_g_day * p.reference_price_usd_g * DAYS
    there = sites(1, yield_usd=reference)
    them = people(N, occupation=FARMING, site=NOWHERE, reservation=50.0 / DAYS, local=1)
    them.risk_aversion[:] = 0.0
    _, share = chosen(them, there, p)
    assert share[MINING] == pytest.approx(0.5, abs=0.015)


def test_processors_go_by_what_processors_earn_and_wash() -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=-3.0, home_tie=5.0)
    there = sites(1, yield_usd=1e-3, yield_processor=80.0)
    them = people(N, occupation=FARMING, site=NOWHERE, role=PROCESSOR, reservation=7.0, skill=9.0)
    them.risk_aversion[:] = 0.0
    _, share = chosen(them, there, p)
    weights = np.exp([dig_value(p, 80.0, 7.0), farm_value(p) + p.stay, away_value(p) - 5.0])
    assert close(share[PROCESSING], float(weights[0] / weights.sum()))
    assert share[MINING] == 0.0


def test_staying_has_its_advantage_and_the_way_its_cost() -> None:
    p = EVERYBODY._replace(looks=1, farm_access=-3.0, away_access=-3.0, home_tie=5.0, distance=0.1)
    there = sites(2, yield_usd=150.0, x=[0.0, 6.0], y=[0.0, 8.0])
    them = people(N, reservation=500.0)
    them.risk_aversion[:] = 0.0
    chosen(them, there, p)
    # The one look is at the other site, which is 10 km away.
    odds = 1.0 / (1.0 + math.exp(p.stay + 0.1 * 10.0))
    left = them.occupation == MINING
    assert close(float((them.site[left] == 1).mean()), odds, int(left.sum()))


def test_the_evicted_look_around_the_place_they_lost_without_the_advantage_of_staying() -> None:
    p = EVERYBODY._replace(reconsider=0.0, looks=8, farm_access=-3.0, away_access=-3.0)
    there = sites(2, yield_usd=150.0, x=[0.0, 30.0])
    them = people(N, site=NOWHERE, uprooted=1, evicted_site=0, evicted_month=2, reservation=500.0)
    them.risk_aversion[:] = 0.0
    moved, share = chosen(them, there, p)
    assert moved == N
    assert not them.uprooted.any()
    assert share[MINING] > 0.99
    returned = float((them.site == 0).mean())
    # Both sites are looked at; only the way tells them apart.
    assert close(returned, 1.0 / (1.0 + math.exp(-p.distance * 30.0)))


def test_those_laid_off_look_around_home_whatever_ground_they_lost_long_ago() -> None:
    p = EVERYBODY._replace(reconsider=0.0, looks=8, farm_access=-3.0, away_access=-3.0)
    there = sites(2, yield_usd=150.0, x=[0.0, 30.0])
    them = people(N, site=NOWHERE, uprooted=1, evicted_site=0, evicted_month=0, reservation=500.0)
    chosen(them, there, p)
    assert close(float((them.site == 0).mean()), 0.5)


# --- digging or processing ------------------------------------------------------------------------


@pytest.mark.row("R12")
@pytest.mark.parametrize("role", [ORDINARY, SKILLED, FOREMAN, MANAGER, PROCESSOR])
@pytest.mark.parametrize("here", [True, False])
def test_at_a_site_one_does_what_pays(role: int, here: bool) -> None:
    p = EVERYBODY._replace(farm_access=-3.0, away_access=-3.0, home_tie=5.0, switch=0.7, looks=1)
    pay = [1.0, P.pit.weight_skilled, P.pit.weight_foreman, P.pit.weight_manager, 1.0]
    skill = np.linspace(0.05, 3.0, 200)
    them = people(200, role=role, reservation=500.0, skill=skill)
    them.occupation[:] = PROCESSING if role == PROCESSOR else MINING
    there = sites(2, yield_usd=100.0, yield_processor=90.0)
    there.discovery_month[0 if not here else 1] = UNKNOWN
    chosen(them, there, p)
    kept = pay[role] if here else min(pay[role], P.pit.weight_skilled)
    dig = p.slope * np.log(100.0 * skill * kept) - p.switch * (role == PROCESSOR)
    wash = p.slope * np.log(90.0) - p.switch * (role != PROCESSOR)
    expected = np.where(dig >= wash, MINING, PROCESSING)
    assert them.occupation.tolist() == expected.tolist()
    assert set(them.role[expected == PROCESSING].tolist()) <= {PROCESSOR}
    left = ORDINARY if role == PROCESSOR else role if here else min(role, SKILLED)
    assert set(them.role[expected == MINING].tolist()) <= {left}
    asked = KINDS.asked / KINDS.asked[role] * 500.0
    np.testing.assert_allclose(them.reservation, asked[them.role])


@pytest.mark.row("R12")
def test_women_do_not_dig_where_custom_keeps_them_out() -> None:
    p = EVERYBODY._replace(farm_access=-3.0, away_access=-3.0, home_tie=5.0)
    for men_only, does in ((False, MINING), (True, PROCESSING)):
        for woman in (0, 1):
            them = people(500, occupation=FARMING, site=NOWHERE, reservation=500.0, woman=woman)
            there = sites(1, yield_usd=200.0, yield_processor=20.0)
            _, share = chosen(them, there, p, men_only=men_only)
            assert share[does if woman else MINING] > 0.99


# --- kinds of people ------------------------------------------------------------------------------


@pytest.mark.row("R12")
@pytest.mark.parametrize("now", [FARMING, AWAY])
@pytest.mark.parametrize("kind", [{"local": 0}, {"woman": 1}, {"young": 1}, {"fought": 1}])
def test_what_farming_is_worth_differs_by_kind(kind: dict[str, int], now: int) -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=0.0, home_tie=0.7, stay=0.4)
    them = people(N, occupation=now, site=NOWHERE, **kind)
    _, share = chosen(them, sites(1, discovery_month=UNKNOWN), p, kinds=differ())
    q = P.differ
    land, time, stay = {
        "local": (q.migrant_land, 1.0, q.migrant_stay),
        "woman": (q.woman_time, q.woman_time, 1.0),
        "young": (q.young_land, 1.0, q.young_stay),
        "fought": (q.fighter_land, 1.0, 1.0),
    }[next(iter(kind))]
    farm = farm_value(p) + p.slope * math.log(land) + p.stay * stay * (now == FARMING)
    away = away_value(p) + p.slope * math.log(time) + p.stay * stay * (now == AWAY)
    away -= 0.7 * kind.get("local", 1)
    assert close(share[AWAY], 1.0 / (1.0 + math.exp(farm - away)))


@pytest.mark.row("R12", "R15")
@pytest.mark.parametrize("local", [0, 1])
def test_migrants_dislike_a_zone_that_is_closed_to_them(local: int) -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=-3.0, home_tie=5.0, stay=0.0)
    there, closed = sites(1, yield_usd=100.0), 1.1
    them = people(N, occupation=FARMING, site=NOWHERE, reservation=3.0, local=local)
    _, share = chosen(them, there, p, closed=closed)
    dig = dig_value(p, 100.0, 3.0, 1.0) - closed * (1 - local)
    weights = np.exp([dig, farm_value(p), away_value(p) - 5.0 * local])
    assert close(share[MINING], float(weights[0] / weights.sum()))


# --- who looks where ------------------------------------------------------------------------------

GOOD = EVERYBODY._replace(farm_access=-3.0, away_access=-3.0, home_tie=5.0, distance=0.0)
# Known sites in a heap and far between, so that a walk by a stride of one would miss the heap's.
HEAP = (*range(8), 20, 35, 50)
UNKNOWN_NEXT = 21  # found in the tests of what a discovery changes


def place(known: tuple[int, ...] = HEAP) -> Sites:
    there = sites(53, yield_usd=150.0, discovery_month=UNKNOWN)
    there.discovery_month[list(known)] = 0
    return there


def seekers() -> People:
    return people(N, occupation=FARMING, site=NOWHERE, reservation=500.0, local=1)


def looked_at(who: int, known: tuple[int, ...], looks: int, month: int = 2) -> list[int]:
    """Return where a farmer looks: the walk once more, over a list of 53 in 64 places."""
    start, stride = (np.array(pair(LUCK.look, month, who, 0)) * (64, 32)).astype(int)
    walked = [int(start + k * (2 * stride + 1)) % 64 for k in range(64)]
    assert sorted(walked) == list(range(64))
    return [s for s in walked if s in known][:looks]


@pytest.mark.parametrize("places", [1, 2, 8, 64])
def test_a_walk_starts_anywhere_and_passes_every_place_once(places: int) -> None:
    starts = np.zeros(places, int)
    for who in range(1000):
        start, stride = move.walk(LUCK.look, 3, who, places)
        starts[start] += 1
        assert len({(start + k * stride) % places for k in range(places)}) == places
    assert places == 1 or stats.chisquare(starts).pvalue > 1e-4


@pytest.mark.parametrize("looks", [1, 2, 4])
def test_every_known_site_is_looked_at_about_equally_often(looks: int) -> None:
    them = seekers()
    chosen(them, place(), GOOD._replace(looks=looks))
    went = them.site[them.site != NOWHERE]
    assert len(went) > 0.99 * N
    # Equally good sites: who goes where tells who looked where.
    share = np.bincount(went, minlength=53)[list(HEAP)] / len(went) * len(HEAP)
    assert share.sum() == pytest.approx(len(HEAP))
    assert np.all(np.abs(share - 1.0) < 0.3)


def test_one_goes_only_where_one_looked() -> None:
    them = seekers()
    chosen(them, place(), GOOD._replace(looks=2))
    for who in range(500):
        assert them.site[who] in looked_at(who, HEAP, 2)


def test_all_known_sites_are_looked_at_where_they_are_few() -> None:
    there = place((2, 40))
    there.yield_usd[40] = 1e12
    them = seekers()
    chosen(them, there, GOOD)
    assert np.all(them.site == 40)


def test_a_discovery_changes_no_look_before_it() -> None:
    looks, more = 3, (*HEAP, UNKNOWN_NEXT)
    before, after = seekers(), seekers()
    chosen(before, place(HEAP), GOOD._replace(looks=looks))
    chosen(after, place(more), GOOD._replace(looks=looks))
    passed = 0
    for who in range(2000):
        old, new = looked_at(who, HEAP, looks), looked_at(who, more, looks)
        if UNKNOWN_NEXT in new:
            passed += 1
            k = new.index(UNKNOWN_NEXT)
            assert new[:k] == old[:k]
            assert new[k + 1 :] == old[k:-1]
        else:
            assert new == old
            assert before.site[who] == after.site[who]
    # Three in twelve pass it: the others' luck is what it was.
    assert passed / 2000 == pytest.approx(looks / len(more), rel=0.2)
    assert np.count_nonzero(before.site != after.site) > 100


# --- who chooses ----------------------------------------------------------------------------------


def test_only_some_reconsider() -> None:
    p = P.move._replace(reconsider=0.15, return_rate=0.03, stay=0.0, farm_access=4.0)
    poor = sites(1, yield_usd=1e-6)
    for now, rate in ((MINING, 0.15), (AWAY, 0.03)):
        them = people(N, occupation=now, site=0 if now == MINING else NOWHERE, reservation=1.0)
        moved, _ = chosen(them, poor, p)
        leaves = 1.0 - math.exp(away_value(p)) / (math.exp(away_value(p)) + math.exp(farm_value(p)))
        expected = rate * (1.0 if now == MINING else leaves)
        if now == AWAY:
            assert moved / N <= rate * 1.2
        else:
            assert close(moved / N, expected)


def test_the_dead_do_not_choose() -> None:
    them = people(500, occupation=DEAD, site=NOWHERE, reservation=100.0)
    moved, share = chosen(them, sites(1, yield_usd=1e5), EVERYBODY)
    assert moved == 0
    assert share[DEAD] == 1.0


# --- jobs at the mine -----------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "local", "asked"), [(FIRM_JOB, 0, 1.0), (FARMING, 1, 0.4)])
def test_a_job_is_one_more_option_of_those_who_have_or_are_offered_it(
    now: int, local: int, asked: float
) -> None:
    p = EVERYBODY._replace(farm_access=0.0, away_access=0.0, home_tie=0.0, stay=0.6, job_access=0.2)
    them = people(N, occupation=now, site=NOWHERE, local=local, reservation=1.0)
    _, share = chosen(them, sites(1, discovery_month=UNKNOWN), p, job_chance=0.4)
    farm, away = farm_value(p) + p.stay * (now == FARMING), away_value(p)
    job = p.slope * math.log(WAGE / DAYS) + p.job_access + p.stay
    takes = math.exp(job) / (math.exp(job) + math.exp(farm) + math.exp(away))
    assert close(share[FIRM_JOB], asked * takes)


@pytest.mark.parametrize(("now", "local"), [(FARMING, 0), (AWAY, 1)])
def test_strangers_and_the_away_are_offered_no_job(now: int, local: int) -> None:
    them = people(2000, occupation=now, site=NOWHERE, local=local, reservation=1.0)
    _, share = chosen(them, sites(1, discovery_month=UNKNOWN), EVERYBODY, job_chance=1.0)
    assert share[FIRM_JOB] == 0.0


# --- offers to leave ------------------------------------------------------------------------------


def test_an_offer_to_leave_kept_ground_is_taken_once_and_paid() -> None:
    p = EVERYBODY._replace(distance=0.0)
    there = sites(2, yield_usd=150.0, kept_by=[0, -1])
    them = people(N, reservation=50.0, expected=100.0, trust_firm=0.0)
    offer, ground = leaving(there, usd=400.0), (there.x, there.y, there.kept_by)
    none = people(N, reservation=50.0, expected=100.0, trust_firm=0.0)
    move.choose(
        none,
        options(there, p),
        (leaving(there), no_help(there)),
        around(2),
        ground,
        (p, KINDS),
        LUCK,
        2,
    )
    left = move.choose(
        them, options(there, p), (offer, no_help(there)), around(2), ground, (p, KINDS), LUCK, 2
    )
    gone = them.paid_to_leave == 2
    assert left == np.count_nonzero(gone) == offer.took[0] > 0
    assert np.count_nonzero(them.site == 0) < np.count_nonzero(none.site == 0)
    assert np.array_equal(gone, them.site != 0)
    assert np.array_equal(them.savings, np.where(gone, 400.0, 0.0))
    # Who came after the offer, or has been paid, gets nothing.
    for late in (people(N, arrived=1), people(N, paid_to_leave=1)):
        assert (
            move.choose(
                late,
                options(there, p),
                (offer, no_help(there)),
                around(2),
                ground,
                (p, KINDS),
                LUCK,
                2,
            )
            == 0
        )


def test_who_moves_leaves_the_cooperative_and_who_stays_does_not() -> None:
    p = EVERYBODY._replace(stay=1.0)
    them = people(N, cooperative=3, reservation=7.0)
    moved, _ = chosen(them, sites(2, yield_usd=60.0), p)
    stays = (them.site == 0) & (them.occupation == MINING)
    assert 0 < moved == np.count_nonzero(~stays) < N
    assert set(them.cooperative[stays].tolist()) == {3}
    assert set(them.cooperative[~stays].tolist()) == {NOWHERE}


def test_nobody_goes_where_nothing_is_known() -> None:
    them = people(2000, occupation=FARMING, site=NOWHERE, reservation=100.0)
    _, share = chosen(them, sites(3, yield_usd=1e6, discovery_month=UNKNOWN), EVERYBODY)
    assert share[MINING] == 0.0


# --- discovery ------------------------------------------------------------------------------------


def test_finds_come_in_proportion_to_those_who_dig() -> None:
    n = 50_000
    p = P.move._replace(discovery=0.02)
    for effort in (0.2, 0.8):
        there = sites(n, discovery_month=UNKNOWN)
        there.discovery_month[:100] = 0
        found = move.discover(there, p, LUCK, 9, effort)
        chance = 0.02 * effort
        assert close(found / (n - 100), chance, n - 100)
        assert np.count_nonzero(there.discovery_month == 10) == found
        assert set(there.discovery_month[:100].tolist()) == {0}
