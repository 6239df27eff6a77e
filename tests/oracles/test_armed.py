"""Armed actors against naive loops and closed forms: worth, coming and going, levies, pay."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import luck, uniform
from asmsim.rules import armed
from asmsim.state.armed import ARMY, FOREIGN, MILITIA, NETWORK, NOBODY, Armed, Posts
from asmsim.state.columns import empty
from asmsim.state.people import AWAY, DEAD, FARMING, FIRM_JOB, MINING, NOWHERE, PROCESSING
from asmsim.state.sites import Sites
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
A = P.armed
KINDS = (ARMY, MILITIA, FOREIGN, NETWORK)


def ground(n: int, **columns: Any) -> Sites:
    """Worked sites of one village that nobody holds."""
    return sites(n, **({"workers": 50, "diggers": 40} | columns))


def knowledge(n: int, **columns: Any) -> Posts:
    table = empty(Posts, n)
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


# --- worth ----------------------------------------------------------------------------------------


def test_what_is_learnt_closes_part_of_the_gap() -> None:
    there, posts = ground(3, gross_usd=[0.0, 100.0, 400.0]), knowledge(3, rent_usd=200.0)
    armed.expect(there, posts, A._replace(learn=0.25))
    assert posts.rent_usd.tolist() == pytest.approx([150.0, 175.0, 250.0])


@given(st.floats(0.0, 1e6), st.floats(1.0, 1e5), st.floats(0.0, 8.0))
def test_a_place_that_just_pays_is_worth_a_half(take: float, cost: float, weighing: float) -> None:
    columns = np.array([take, cost]), np.array([cost, cost])
    worth, even = armed.weigh(*columns, weighing)
    assert even == 0.5
    if take > 1e-3:
        assert worth == pytest.approx(1.0 / (1.0 + math.exp(-weighing * math.log(take / cost))))
    elif weighing > 0.1:
        assert worth < 0.5


def test_who_opposes_a_post_leaves_it_less() -> None:
    there = ground(4, guards=[0.0, 5.0, 0.0, 5.0], forces=[0.0, 0.0, 10.0, 10.0])
    army, others = armed.unopposed(there, A._replace(post_men=20.0, hold_off=2.0))
    for s in range(4):
        guards, soldiers = 2.0 * there.guards[s], 2.0 * there.forces[s]
        assert army[s] == pytest.approx(20.0 / (20.0 + guards))
        assert others[s] == pytest.approx(20.0 / (20.0 + guards + soldiers))


@pytest.mark.parametrize("kind", KINDS)
def test_posts_are_found_by_those_who_watch_or_by_the_state(kind: int) -> None:
    there = ground(3, remoteness=[0.0, 0.5, 3.0])
    seen = np.array([0.0, 0.2, 1.7])
    chance = armed.found(there, A._replace(patrol=0.3, patrol_reach=0.5), kind, seen)
    for s in range(3):
        patrol = 0.0 if kind == ARMY else 0.3 * math.exp(-there.remoteness[s] / 0.5)
        missed = (1.0 - min(seen[s], 1.0)) * (1.0 - patrol)
        assert chance[s] == pytest.approx(1.0 - missed)


def test_a_prospect_is_what_a_naive_reckoning_finds() -> None:
    rng = np.random.default_rng(4)
    n = 60
    there = ground(n, village=rng.integers(0, 4, n), tribute=rng.choice([0.0, 0.1], n))
    there.guards[:] = rng.choice([0.0, 8.0], n)
    there.levy_village[::7] = 0.03
    homes = villages(4, armed_posts=[0, 1, 2, 3], others_usd=[9e3, 5e3, 0.0, 2e4])
    posts = knowledge(n, rent_usd=rng.lognormal(9.0, 1.0, n))
    concealed = rng.random(n)
    found = armed.prospect(there, homes, posts, concealed, A, P.pit)
    left = armed.unopposed(there, A)[1]
    risk = armed.found(there, A, MILITIA, np.full(n, 0.05))
    worth = armed.worth(found.take_usd * left, risk, 7.0, A)
    for s in range(n):
        v = there.village[s]
        among = homes.armed_posts[v] + (0 if there.levy_village[s] > 0.0 else 1)
        others = homes.others_usd[v] / max(among, 1)
        at_pit = A.levy * (1.0 - concealed[s]) * posts.rent_usd[s]
        income = (1.0 - P.pit.land_share - there.tribute[s]) * posts.rent_usd[s]
        in_village = A.levy * A.village_sees * (income + A.households * others)
        cost = A.post_men * A.upkeep_usd + risk[s] * 7.0 * A.replace_usd
        odds = (left[s] * max(at_pit, in_village) / cost) ** A.weighing
        assert found.pit[s] == pytest.approx(A.levy * (1.0 - concealed[s]))
        assert found.village == pytest.approx(A.levy * A.village_sees)
        assert found.in_village[s] == (in_village > at_pit)
        assert found.take_usd[s] == pytest.approx(max(at_pit, in_village))
        assert worth[s] == pytest.approx(odds / (1.0 + odds))


def test_bulky_ore_is_taxed_at_the_pit_and_what_fits_a_pocket_in_the_village() -> None:
    there, homes = ground(2), villages(1, others_usd=2e4)
    posts = knowledge(2, rent_usd=3e4)
    found = armed.prospect(there, homes, posts, np.array([0.1, 0.9]), A, P.pit)
    assert found.in_village.tolist() == [False, True]
    assert found.take_usd[0] > found.take_usd[1] > 0.0
    armed.take_up(there, 0, ARMY)
    armed.take_up(there, 1, MILITIA)
    armed.ask(there, found, (np.array([0.5, 0.5]), np.array([0.8, 0.8])))
    assert there.levy_pit.tolist() == pytest.approx([0.5 * 0.9 * A.levy, 0.0])
    assert there.levy_village.tolist() == pytest.approx([0.0, 0.8 * A.village_sees * A.levy])


# --- coming and going -----------------------------------------------------------------------------


def held_by(n: int, kind: int, **columns: Any) -> Sites:
    return ground(n, **({"armed_by": kind, "armed": 1.0, "levy_pit": 0.05} | columns))


def test_posts_end_as_often_as_their_hazard_says() -> None:
    n = 20_000
    worth, risk = np.full(n, 0.3), np.full(n, 0.01)
    p = A._replace(leave=0.6)
    there = held_by(n, FOREIGN)
    held, left, caught = armed.stay_or_leave(there, worth, risk, FOREIGN, p, (LUCK.armed, 5))
    hazard = 2.0 * 0.6 / 12.0 * 0.7
    assert armed.hazard_of_leaving(0.3, p) == pytest.approx(hazard)
    ends = 1.0 - math.exp(-hazard) * 0.99
    assert held + left == n
    assert abs(left / n - ends) < 4.0 * math.sqrt(ends / n)
    found = math.exp(-hazard) * 0.01
    assert abs(caught / n - found) < 4.0 * math.sqrt(found / n)
    gone = there.armed_by == NOBODY
    assert np.count_nonzero(gone) == left
    for column in (there.armed, there.levy_pit, there.levy_village):
        assert not column[gone].any()


def test_a_post_ends_where_nobody_works_and_others_are_left_alone() -> None:
    there = held_by(3, ARMY, armed_by=[ARMY, ARMY, MILITIA], workers=[0, 50, 0])
    sure = np.ones(3)
    gone = armed.stay_or_leave(there, sure, np.zeros(3), ARMY, A, (LUCK.armed, 0))
    assert gone == (1, 1, 0)
    assert there.armed_by.tolist() == [NOBODY, ARMY, MILITIA]


def test_too_few_men_give_up_what_is_worth_least() -> None:
    there = held_by(5, ARMY, armed_by=[ARMY, ARMY, MILITIA, ARMY, ARMY])
    armed.draw_back(there, np.array([0.5, 0.2, 0.1, 0.9, 0.3]), ARMY, 2)
    assert there.armed_by.tolist() == [ARMY, NOBODY, MILITIA, ARMY, NOBODY]
    armed.draw_back(there, np.ones(5), ARMY, 9)
    assert there.armed_by.tolist() == [NOBODY, NOBODY, MILITIA, NOBODY, NOBODY]


def test_free_places_are_taken_as_often_as_their_hazard_says() -> None:
    n = 20_000
    there, posts = ground(n), knowledge(n)
    p = A._replace(enter=1.5)
    came = armed.look_out(
        there, posts, np.full(n, 0.4), (MILITIA, 10**6, 750_000), p, (LUCK.armed, 2)
    )
    hazard = 2.0 * 1.5 / 12.0 * 0.4 * 0.25
    assert armed.hazard_of_coming(0.4, 0.25, p) == pytest.approx(hazard)
    begins = 1.0 - math.exp(-hazard)
    assert abs(came / n - begins) < 4.0 * math.sqrt(begins / n)
    assert np.count_nonzero(there.armed_by == MILITIA) == came
    assert np.array_equal(there.armed == 1.0, there.armed_by == MILITIA)
    assert not posts.claim.any()


def test_of_more_places_than_men_the_readiest_are_taken() -> None:
    rng = np.random.default_rng(8)
    n, most, held, month = 400, 12, 3, 7
    there, posts, worth = ground(n), knowledge(n), rng.random(n)
    there.workers[::9] = 0
    there.discovery_month[::11] = -1
    p = A._replace(enter=12.0)
    came = armed.look_out(there, posts, worth, (FOREIGN, most, held), p, (LUCK.armed, month))
    keen = []
    for s in range(n):
        hazard = 2.0 * 12.0 / 12.0 * worth[s] * (most - held) / most
        u = uniform(LUCK.armed, month, s, 2 * FOREIGN + 1)
        if there.workers[s] and there.discovery_month[s] >= 0 and u < 1.0 - math.exp(-hazard):
            keen.append((u / hazard, s))
    assert len(keen) > most - held == came
    chosen = {s for _, s in sorted(keen)[: most - held]}
    assert set(np.flatnonzero(there.armed_by == FOREIGN).tolist()) == chosen


def test_what_others_hold_is_claimed_and_the_hardest_rival_is_known() -> None:
    there = held_by(3, ARMY, armed_by=[ARMY, MILITIA, NOBODY])
    posts = knowledge(3)
    p = A._replace(enter=1.0, challenge=0.5)
    for kind, worth in ((MILITIA, 0.9), (FOREIGN, 0.3)):
        armed.look_out(there, posts, np.full(3, worth), (kind, 4, 2), p, (LUCK.armed, 0))
    one, other = (0.5 * 2.0 / 12.0 * worth * 0.5 for worth in (0.9, 0.3))
    assert posts.claim[0] == pytest.approx(one + other)
    assert posts.claim[1] == pytest.approx(other)
    assert posts.rival.tolist()[:2] == [MILITIA, FOREIGN]


def test_who_has_no_free_men_takes_and_claims_nothing() -> None:
    there, posts = held_by(2, ARMY, armed_by=[ARMY, NOBODY]), knowledge(2)
    p = A._replace(enter=12.0)
    assert armed.look_out(there, posts, np.ones(2), (MILITIA, 3, 3), p, (LUCK.armed, 0)) == 0
    assert not posts.claim.any()
    assert there.armed_by.tolist() == [ARMY, NOBODY]


def test_one_more_site_changes_nobody_elses_luck() -> None:
    worth = np.full(301, 0.5)
    few, more = ground(300), ground(301)
    for there in (few, more):
        n = len(there.id)
        p = A._replace(enter=2.0)
        actor = MILITIA, 10**6, 0
        armed.look_out(there, knowledge(n), worth[:n], actor, p, (luck(3).armed, 4))
    assert np.array_equal(few.armed_by, more.armed_by[:300])


# --- levies ---------------------------------------------------------------------------------------


def test_levies_are_what_a_naive_loop_takes() -> None:
    rng = np.random.default_rng(1)
    n, m, w = 500, 12, 3
    there = sites(m, village=rng.integers(0, w, m), gross_usd=rng.lognormal(8.0, 1.0, m))
    there.levy_pit[:4], there.levy_village[4:8] = 0.09, 0.05
    homes = villages(w, levy=[0.02, 0.0, 0.01], others_usd=5.0, levied_usd=7.0)
    occupation = rng.choice([MINING, PROCESSING, FARMING, FIRM_JOB, AWAY, DEAD], n)
    them = people(n, occupation=occupation, village=rng.integers(0, w, n))
    them.site[:] = np.where(them.occupation <= PROCESSING, rng.integers(0, m, n), NOWHERE)
    them.income[:] = rng.lognormal(4.0, 1.0, n)
    before, posts = them.income.copy(), knowledge(m, levied_usd=3.0)
    armed.levy(them, there, homes, posts)
    taken, others, levied = (there.levy_pit * there.gross_usd).tolist(), [0.0] * w, [0.0] * w
    for i in range(n):
        s, v = int(them.site[i]), int(them.village[i])
        part = 0.0
        if s != NOWHERE:
            part = before[i] * there.levy_village[s]
            taken[s] += part
        elif them.occupation[i] in (FARMING, FIRM_JOB):
            part = before[i] * homes.levy[v]
            others[v] += before[i]
            levied[v] += part
        assert them.income[i] == pytest.approx(before[i] - part)
    assert posts.levied_usd.tolist() == pytest.approx(taken)
    assert homes.others_usd.tolist() == pytest.approx(others)
    assert homes.levied_usd.tolist() == pytest.approx(levied)


def test_every_levy_goes_to_who_holds_the_post() -> None:
    there = sites(6, village=[0, 0, 0, 1, 1, 2], armed_by=[0, 1, 2, 0, NOBODY, 1])
    there.levy_village[[0, 1, 5]] = 0.05
    there.levy_pit[[2, 3]] = 0.09
    homes = villages(3)
    armed.ask_in_villages(there, homes, A._replace(households=0.5))
    assert homes.armed_posts.tolist() == [2, 0, 1]
    assert homes.levy.tolist() == pytest.approx([0.025, 0.0, 0.025])
    homes.levied_usd[:] = [80.0, 0.0, 30.0]
    posts = knowledge(6, levied_usd=[100.0, 200.0, 300.0, 400.0, 0.0, 500.0])
    actors = empty(Armed, 4)
    actors.kind[:] = range(4)
    armed.share_out(actors, there, homes, posts)
    assert actors.pit_usd.tolist() == [400.0, 0.0, 300.0, 0.0]
    assert actors.village_usd.tolist() == [140.0, 770.0, 0.0, 0.0]
    total = posts.levied_usd.sum() + homes.levied_usd.sum()
    assert actors.pit_usd.sum() + actors.village_usd.sum() == pytest.approx(total)


@given(st.floats(0.0, 500.0), st.floats(0.0, 1e6), st.floats(0.0, 12.0))
def test_men_are_paid_as_far_as_there_is_cash(men: float, cash: float, months: float) -> None:
    p = A._replace(reserve_months=months)
    paid, surplus, unpaid = armed.pay_men(men, cash, p)
    due = men * p.upkeep_usd
    assert paid == min(due, cash)
    left = cash - paid - surplus
    assert left >= -1e-9
    if surplus > 0.0:
        assert left == pytest.approx(months * due, abs=1e-6)
        assert unpaid == 0.0
    assert unpaid == (pytest.approx(1.0 - paid / due) if due > 0.0 else 0.0)


def test_losses_are_made_good_and_nobody_has_too_many() -> None:
    p = A._replace(recruit=0.25)
    assert armed.recruited(40.0, 100.0, p) == 55.0
    assert armed.recruited(100.0, 100.0, p) == 100.0
    assert armed.recruited(100.0, 60.0, p) == 60.0
