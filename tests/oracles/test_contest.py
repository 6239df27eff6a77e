"""Hazards, echoes, harm and evictions against closed forms and counts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import Luck, luck, uniform
from asmsim.rules import contest, evict
from asmsim.state.columns import empty
from asmsim.state.events import CLASH, Events
from asmsim.state.people import AWAY, DEAD, FARMING, MINING, NOWHERE
from asmsim.state.sites import UNKNOWN, Policy, Sites
from asmsim.state.units import DAYS_MONTH
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
KINDS = differ()
C = P.conflict


def fought(
    there: Sites, p: Any, *, force: float = 0.0, month: int = 0, keys: Luck = LUCK
) -> Events:
    """Let a month of clashes happen and return them."""
    policy = empty(Policy, len(there.id))
    policy.force[:] = force
    events = empty(Events, len(there.id))
    contest.clashes(there, policy, events, contest.meetings(there, p, month), p, keys, month)
    return events


def guarded(n: int, **columns: Any) -> Sites:
    """Sites on which guards and intruders meet."""
    given_columns = {"intrusion": 1, "workers": 50, "workdays": 800.0, "guards": 10.0}
    return sites(n, **(given_columns | columns))


# --- hazards --------------------------------------------------------------------------------------


@given(st.floats(0.0, 200.0), st.floats(0.0, 5000.0))
def test_meetings_are_bounded_by_either_side(guards: float, days: float) -> None:
    (found,) = contest.meetings(guarded(1, guards=guards, workdays=days), C, 0)
    guard_days = guards * DAYS_MONTH
    if guard_days == 0.0 or days == 0.0:
        assert found == 0.0
    else:
        # Rate over the sum of the reciprocals.
        assert found == pytest.approx(C.meeting_rate / (1.0 / guard_days + 1.0 / days), rel=1e-9)
        assert found <= C.meeting_rate * min(guard_days, days) * (1.0 + 1e-12)


def test_nobody_meets_where_nobody_intrudes() -> None:
    assert contest.meetings(guarded(2, intrusion=[0, 1]), C, 0)[0] == 0.0
    assert contest.meetings(guarded(2, intrusion=[0, 1]), C, 0)[1] > 0.0


def test_where_an_eviction_is_carried_out_forces_meet_everybody_once() -> None:
    there = guarded(4, guards=[0.0, 10.0, 10.0, 0.0], order_month=[5, 5, 4, 5])
    there.intrusion[3] = 0
    guards = float(contest.meetings(guarded(1), C, 5)[0])
    assert contest.meetings(there, C, 5).tolist() == pytest.approx(
        [50.0, 50.0 + guards, guards, 0.0]
    )


@given(st.integers(0, 50), st.floats(0.0, 1.0))
def test_the_hazard_of_a_clash(ready: int, force: float) -> None:
    there = guarded(1, ready=ready)
    met = float(contest.meetings(there, C, 0)[0])
    events = fought(there, C, force=force)
    hazard = C.clash * met * ready / 50.0 * (1.0 + force)
    assert events.expected[0] == pytest.approx(1.0 - math.exp(-hazard), rel=1e-9, abs=1e-15)


@given(st.floats(0.0, 3e6), st.floats(0.0, 3e6), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_hazard_of_protest(
    belief: float, received: float, grievance: float, nearness: float
) -> None:
    there = villages(
        1,
        residents=800,
        margin_belief=belief,
        received=received,
        grievance=grievance,
        near_mine=nearness,
    )
    events = empty(Events, 1)
    contest.protests(there, events, C, LUCK, 0)
    gap = max(0.0, belief - received) / 800.0
    push = gap / (gap + C.protest_gap_usd) * (1.0 + grievance)
    hazard = C.protest * nearness * 0.8 * push
    assert events.expected[0] == pytest.approx(1.0 - math.exp(-hazard), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("half_life", [0.5, 2.0, 12.0])
def test_what_fades_halves_in_its_half_life(half_life: float) -> None:
    assert contest.keeps(half_life) ** half_life == pytest.approx(0.5)


# --- echo -----------------------------------------------------------------------------------------


def echo(kind: str, branching: float, keys: Luck) -> float | None:
    """Return the summed hazard after one event, or nothing when another event came along."""
    quiet = C._replace(branching=branching, clash=0.0, protest=0.0)
    total = 0.0
    there = guarded(1, ready=1, stirred=branching)
    home = villages(1, residents=500, stirred=branching)
    for month in range(60):
        if kind == "clash":
            events = fought(there, quiet, month=month, keys=keys)
        else:
            events = empty(Events, 1)
            contest.protests(home, events, quiet, keys, month)
        if events.happened[0]:
            return None
        total -= math.log1p(-float(events.expected[0]))
    return total


@pytest.mark.parametrize("kind", ["clash", "protest"])
@pytest.mark.parametrize("branching", [0.0, 0.3, 0.7])
def test_one_event_raises_later_hazards_by_branching_in_all(kind: str, branching: float) -> None:
    found = [echo(kind, branching, luck(seed)) for seed in range(12)]
    undisturbed = [total for total in found if total is not None]
    assert undisturbed
    for total in undisturbed:
        # 60 months are 30 half-lives: what is still to come is below 1e-8.
        assert total == pytest.approx(branching, abs=1e-7)


def test_an_event_stirs_its_place_and_no_other() -> None:
    there = guarded(400, ready=50)
    events = fought(there, C._replace(clash=0.02))
    happened = events.happened == 1
    assert happened.any()
    assert not happened.all()
    assert set(there.stirred[happened].tolist()) == {C.branching}
    assert set(there.violence[happened].tolist()) == {1.0}
    assert not there.stirred[~happened].any()
    assert not there.violence[~happened].any()


def test_a_chain_of_events_dies_out() -> None:
    # Branching below 1: with nothing else going on, the last echo fades.
    n = 3000
    there = guarded(n, ready=1, stirred=C.branching)
    counts = [
        int(fought(there, C._replace(clash=0.0), month=month).happened.sum()) for month in range(80)
    ]
    # One event each began it; a month holds one at most, so chains are a little shorter than the
    # geometric sum.
    limit = C.branching / (1.0 - C.branching)
    assert 0.7 * limit < sum(counts) / n < 1.05 * limit
    assert sum(counts[-20:]) == 0


def test_without_guards_there_is_nobody_to_clash_with() -> None:
    there = guarded(3, ready=50, stirred=0.5, guards=[0.0, 10.0, 10.0], workers=[50, 50, 0])
    there.workdays[2] = 0.0
    events = fought(there, C)
    assert events.expected[0] == events.expected[2] == 0.0
    assert events.expected[1] > 0.0


# --- one event ------------------------------------------------------------------------------------


def drawn(n: int, usual: float, most: int, p: Any, harm: float = 1.0) -> Events:
    events = empty(Events, n)
    events.expected[:] = 1.0
    for k in range(n):
        contest.draw(events, k, k, (usual, most), p, harm, LUCK, (0, CLASH))
    return events


def test_events_happen_as_often_as_expected() -> None:
    n = 20_000
    events = empty(Events, n)
    events.expected[:] = 0.3
    for k in range(n):
        contest.draw(events, k, k, (5.0, 100), C, 1.0, LUCK, (0, CLASH))
    share = events.happened.mean()
    assert abs(share - 0.3) < 4.0 * math.sqrt(0.21 / n)
    for name in ("participants", "deaths", "injuries", "reported"):
        assert not getattr(events, name)[events.happened == 0].any()


def test_harm_is_in_proportion_to_who_took_part() -> None:
    n = 5000
    p = C._replace(death_per_participant=0.01, injury_per_participant=0.1)
    events = drawn(n, 20.0, 10_000, p, harm=2.0)
    total = float(events.participants.sum())
    # Rounded up to whole people: half a person more on average.
    assert total / n == pytest.approx(20.5, rel=0.03)
    for found, each in ((events.deaths, 0.02), (events.injuries, 0.2)):
        assert abs(found.sum() - each * total) < 4.0 * math.sqrt(each * total)


def test_no_more_take_part_than_are_there() -> None:
    events = drawn(2000, 20.0, 15, C)
    assert events.participants.max() == 15
    assert events.participants.min() >= 1


@pytest.mark.parametrize(("usual", "harm"), [(3.0, 1.0), (20.0, 1.0), (20.0, 5.0), (60.0, 1.0)])
def test_the_reported_share_is_what_was_expected(usual: float, harm: float) -> None:
    n = 6000
    events = drawn(n, usual, 10_000, C, harm)
    share = events.reported.mean()
    # The expectation takes deaths and size as independent, and people as divisible.
    assert share == pytest.approx(float(events.likely_reported[0]), abs=0.04)
    large = events.participants >= C.reported_participants
    assert np.all(events.reported[large | (events.deaths > 0)] == 1)
    small = ~large & (events.deaths == 0)
    if small.any():
        odds = C.reported_otherwise
        error = math.sqrt(odds * (1.0 - odds) / small.sum())
        assert abs(events.reported[small].mean() - odds) < 4.0 * error


# --- the dead -------------------------------------------------------------------------------------


def test_of_those_present_the_ones_whose_draw_is_lowest_die() -> None:
    them = people(40, site=[0] * 20 + [1] * 15 + [NOWHERE] * 5, cooperative=3)
    them.occupation[0], them.occupation[1] = DEAD, AWAY
    deaths = np.array([3, 0], np.int32)
    buried = contest.bury(them, them.site.copy(), deaths, LUCK, 7)
    assert buried == 3
    order = sorted(range(2, 20), key=lambda i: uniform(LUCK.casualty, 7, i, 0))
    died = set(np.flatnonzero(them.occupation == DEAD).tolist()) - {0}
    assert died == set(order[:3])
    for i in died:
        assert them.site[i] == them.cooperative[i] == NOWHERE
    assert them.occupation[1] == AWAY


def test_no_more_die_than_are_there() -> None:
    them = people(2)
    assert contest.bury(them, them.site.copy(), np.array([5], np.int32), LUCK, 0) == 2
    assert np.all(them.occupation == DEAD)


# --- grievance ------------------------------------------------------------------------------------


def test_those_act_whose_grievance_less_risk_exceeds_their_threshold() -> None:
    rng = np.random.default_rng(3)
    n = 300
    them = people(n, site=rng.integers(-1, 3, n), grievance=rng.random(n), threshold=0.4)
    them.risk_aversion[:] = rng.lognormal(0.0, 0.4, n)
    there = sites(3, danger=[0.0, 0.2, 0.9])
    contest.count_ready(them, there, KINDS.nerve)
    danger = there.danger[them.site]
    acts = (them.grievance - them.risk_aversion * danger > them.threshold) & (them.site != NOWHERE)
    expected = np.bincount(them.site[acts], minlength=3)
    assert there.ready.tolist() == expected.tolist()
    assert there.ready[0] > there.ready[2]


# --- eviction -------------------------------------------------------------------------------------


def swept(n: int, month: int, order: int, **terms: Any) -> tuple[Any, Any, tuple[float, float]]:
    """Order site 0 cleared in some month and live one; site 1 is left alone."""
    p = P.eviction._replace(**terms)
    them = people(2 * n, site=[0] * n + [1] * n, savings=300.0, trust_firm=0.5, trust_state=0.5)
    them.savings[::2] = 40.0
    them.cooperative[:] = 5
    them.arrived[:] = month - 30  # half of the five years that count
    there = sites(2, order_month=[order, UNKNOWN], intrusion=1)
    policy = empty(Policy, 2)
    policy.sweep[:], policy.force[:] = 0.7, 0.6
    money = evict.evict(them, there, policy, p, (0.8, 0.5, 0.4), LUCK, month)
    return them, there, money


def test_an_eviction_catches_its_share_and_takes_their_tools() -> None:
    n = 4000
    them, there, (lost, paid) = swept(n, 9, 9, tools_usd=100.0, compensation_usd=30.0)
    out = them.uprooted == 1
    assert abs(out[:n].mean() - 0.7) < 4.0 * math.sqrt(0.21 / n)
    assert not out[n:].any()
    assert there.evicted.tolist() == [out.sum(), 0]
    assert there.held_people.tolist() == [out.sum(), 0]
    tools = np.where(np.arange(2 * n) % 2 == 0, 40.0, 100.0)
    before = np.where(np.arange(2 * n) % 2 == 0, 40.0, 300.0)
    assert lost == pytest.approx(tools[out].sum())
    assert paid == pytest.approx(30.0 * out.sum())
    np.testing.assert_allclose(them.savings[out], (before - tools + 30.0)[out])
    np.testing.assert_array_equal(them.savings[~out], before[~out])
    assert set(them.site[out].tolist()) == {NOWHERE}
    assert set(them.cooperative[out].tolist()) == {NOWHERE}
    assert set(them.evicted_site[out].tolist()) == {0}
    assert set(them.evicted_month[out].tolist()) == {9}
    for trust in (them.trust_firm, them.trust_state):
        np.testing.assert_allclose(trust[out], 0.5 * (1.0 - 0.8 * 0.6))
        np.testing.assert_array_equal(trust[~out], 0.5)
    np.testing.assert_allclose(them.grievance[out], 0.5 * 0.6 * (1.0 + 0.4 * 0.5))


def test_an_order_is_carried_out_in_its_month_only() -> None:
    early, there, _ = swept(50, 8, 9)
    assert not early.uprooted.any()
    assert there.order_month[0] == 9
    late, there, _ = swept(50, 10, 9)
    assert not late.uprooted.any()
    assert there.order_month[0] == UNKNOWN, "an order that was missed is forgotten"


def test_ground_is_held_for_as_long_as_it_says() -> None:
    for months in (0, 1, 6):
        _, there, _ = swept(10, 9, 9, hold_months=float(months))
        held = [month for month in range(10, 30) if there.hold_until[0] >= month]
        assert len(held) == months


def test_kin_of_the_evicted_are_touched_as_much_as_their_number_says() -> None:
    them = people(300, village=[0] * 100 + [1] * 200, trust_firm=0.5, trust_state=0.5)
    them.evicted_month[:5] = 9
    homes = villages(3, residents=[100, 200, 0])
    touch = np.array([5 * 0.6, 0.0, 0.0])
    p = P.belief._replace(kin=2.0)
    evict.sympathise(them, homes, p, 9, touch)
    share = 2.0 * 3.0 / 100.0
    assert set(them.trust_firm[5:100].tolist()) == {0.5 * (1.0 - p.force_trust * share)}
    assert set(them.grievance[5:100].tolist()) == {p.eviction_grievance * share}
    # Those evicted themselves have lost theirs already; other villages hear nothing.
    for others in (them.trust_firm[:5], them.trust_firm[100:]):
        assert set(others.tolist()) == {0.5}
    evict.sympathise(them, homes, p._replace(kin=0.0), 9, touch)
    assert set(them.trust_firm[5:100].tolist()) == {0.5 * (1.0 - p.force_trust * share)}


def test_background_events_need_no_mining() -> None:
    n = 5000
    homes = villages(n, residents=900)
    events = empty(Events, n)
    contest.background(homes, events, C, LUCK, 0, 0.2)
    expected = 1.0 - math.exp(-0.2)
    assert abs(events.happened.mean() - expected) < 4.0 * math.sqrt(expected / n)
    np.testing.assert_array_equal(events.reported, events.happened)
    np.testing.assert_allclose(events.likely_reported, expected)


def test_farmers_are_no_intruders() -> None:
    them = people(5, occupation=FARMING, site=NOWHERE, grievance=1.0, threshold=0.1)
    there = sites(1)
    contest.count_ready(them, there, KINDS.nerve)
    assert there.ready[0] == 0
    assert np.all(them.occupation != MINING)
