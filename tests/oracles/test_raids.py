"""Violence, looting and battles against closed forms, counts and naive loops."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import Luck, luck
from asmsim.rules import raids
from asmsim.state.armed import ARMY, FOREIGN, MILITIA, NETWORK, NOBODY, Armed, Posts
from asmsim.state.columns import empty
from asmsim.state.events import RENT_FELL, RESISTED, Events
from asmsim.state.people import AWAY, DEAD
from asmsim.state.sites import Sites
from asmsim.state.units import DAYS_MONTH
from asmsim.state.villages import Villages
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
C, A = P.conflict, P.armed
MEN = 10.0


def posts_at(n: int, **columns: Any) -> Posts:
    table = empty(Posts, n)
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


def held(n: int, kind: int = MILITIA, **columns: Any) -> Sites:
    return sites(n, **({"workers": 50, "armed_by": kind, "gross_usd": 1000.0} | columns))


def actors(**columns: Any) -> Armed:
    table = empty(Armed, 4)
    table.kind[:] = range(4)
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


def struck(there: Sites, posts: Posts, p: Any = C, *, month: int = 0, keys: Luck = LUCK) -> Events:
    """Let a month of violence happen."""
    events = empty(Events, len(there.id))
    raids.violence(there, posts, events, (p, MEN), keys, month)
    return events


def looted(homes: Villages, men: Any, p: Any = C, *, month: int = 0, keys: Luck = LUCK) -> Events:
    events = empty(Events, len(homes.id))
    raids.looting(homes, events, np.asarray(men, float), p, keys, month)
    return events


def fought(
    there: Sites, posts: Posts, who: Armed, p: Any = C, *, month: int = 0, keys: Luck = LUCK
) -> Events:
    events = empty(Events, len(there.id))
    raids.battles(there, posts, events, who, (p, MEN), (keys, month))
    return events


# --- hazards --------------------------------------------------------------------------------------


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.integers(0, 50))
def test_violence_comes_where_rent_fell_or_is_resisted(
    gross: float, rent: float, ready: int
) -> None:
    events = struck(held(1, gross_usd=gross, ready=ready), posts_at(1, rent_usd=rent))
    fell = (rent - gross) / rent if rent > gross else 0.0
    hazard = C.violence * MEN * (fell + ready / 50.0)
    assert events.expected[0] == pytest.approx(1.0 - math.exp(-hazard), rel=1e-9, abs=1e-15)


def test_violence_has_an_actor_and_what_brought_it() -> None:
    there = held(3, FOREIGN, armed_by=[FOREIGN, ARMY, NOBODY], ready=[40, 0, 40])
    events = struck(there, posts_at(3, rent_usd=[1000.0, 4000.0, 0.0]))
    assert events.actor.tolist() == [FOREIGN, ARMY, NOBODY]
    assert events.trigger.tolist() == [RESISTED, RENT_FELL, -1]


def test_no_violence_where_nobody_holds_or_nobody_works() -> None:
    there = held(3, armed_by=[NOBODY, ARMY, ARMY], workers=[50, 0, 50], ready=20)
    events = struck(there, posts_at(3, rent_usd=9e9, stirred_violence=0.5))
    assert events.expected[:2].tolist() == [0.0, 0.0]
    assert events.expected[2] > 0.0


@given(st.floats(0.0, 300.0))
def test_men_who_are_not_paid_loot(men: float) -> None:
    events = looted(villages(1, residents=400), [men])
    assert events.expected[0] == pytest.approx(1.0 - math.exp(-C.looting * men), rel=1e-9)


def test_unpaid_men_are_around_their_posts_and_the_free_go_where_there_is_most() -> None:
    there = sites(5, village=[0, 0, 1, 2, 2], armed_by=[0, 1, 0, NOBODY, 1])
    homes = villages(3, consumption=[100.0, 300.0, 600.0])
    who = actors(men=[40.0, 10.0, 30.0, 0.0], unpaid=[0.5, 1.0, 0.2, 1.0])
    found = raids.unpaid_men(who, there, homes, A._replace(post_men=MEN))
    wealth = [0.1, 0.3, 0.6]
    at = [[1, 1, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0]]
    for a in range(4):
        free = max(0.0, who.men[a] - MEN * sum(at[a]))
        for v in range(3):
            around = MEN * at[a][v] + free * wealth[v]
            assert found[a, v] == pytest.approx(who.unpaid[a] * around)


def test_battles_are_over_places_that_others_claim() -> None:
    there = held(4, ARMY, armed_by=[ARMY, ARMY, NOBODY, ARMY])
    posts = posts_at(4, claim=[0.0, 0.2, 0.2, 0.5], rival=[-1, FOREIGN, FOREIGN, FOREIGN])
    posts.stirred_battle[0] = 0.5
    events = fought(there, posts, actors(men=50.0))
    assert events.expected[[0, 2]].tolist() == [0.0, 0.0]
    for s, claim in ((1, 0.2), (3, 0.5)):
        assert events.expected[s] == pytest.approx(1.0 - math.exp(-claim))


# --- echo -----------------------------------------------------------------------------------------


def echo(kind: str, branching: float, keys: Luck) -> float | None:
    """Return the summed hazard after one event, or nothing when another event came along."""
    p = C._replace(branching=branching, violence=0.0, looting=0.0)
    there = held(1)
    posts = posts_at(1, stirred_violence=branching, stirred_battle=branching)
    home = villages(1, residents=400, stirred_looting=branching)
    total, tiny = 0.0, 1e-12  # a claim there must be, or nobody fights
    for month in range(60):
        if kind == "violence":
            events = struck(there, posts, p, month=month, keys=keys)
        elif kind == "looting":
            events = looted(home, [tiny], p, month=month, keys=keys)
        else:
            posts.claim[:], posts.rival[:] = tiny, FOREIGN
            events = fought(there, posts, actors(men=50.0), p, month=month, keys=keys)
        if events.happened[0]:
            return None
        total -= math.log1p(-float(events.expected[0]))
    return total


@pytest.mark.parametrize("kind", ["violence", "looting", "battle"])
@pytest.mark.parametrize("branching", [0.0, 0.3, 0.7])
def test_one_event_raises_later_hazards_by_branching_in_all(kind: str, branching: float) -> None:
    found = [echo(kind, branching, luck(seed)) for seed in range(12)]
    undisturbed = [total for total in found if total is not None]
    assert undisturbed
    for total in undisturbed:
        assert total == pytest.approx(branching, abs=1e-6)


def test_a_chain_of_violence_dies_out() -> None:
    n = 3000
    there, posts = held(n), posts_at(n, stirred_violence=C.branching)
    quiet = C._replace(violence=0.0)
    counts = [int(struck(there, posts, quiet, month=m).happened.sum()) for m in range(80)]
    limit = C.branching / (1.0 - C.branching)
    assert 0.7 * limit < sum(counts) / n < 1.05 * limit
    assert sum(counts[-20:]) == 0


# --- what events do -------------------------------------------------------------------------------


def test_violence_is_remembered_at_its_site_alone() -> None:
    there, posts = held(2000, ready=25), posts_at(2000, rent_usd=1000.0)
    events = struck(there, posts, C._replace(violence=0.02), month=6)
    happened = events.happened == 1
    assert 0 < happened.sum() < 2000
    assert np.array_equal(there.violence, happened.astype(float))
    assert np.array_equal(posts.struck_month == 6, happened)
    assert np.all(events.participants <= there.workers)
    assert events.deaths.sum() > 0


def test_looting_frightens_the_sites_of_the_village_too() -> None:
    homes = villages(3, residents=400, danger=0.5)
    events = looted(homes, [0.0, 1e6, 0.0], C._replace(memory_half_life=1.0))
    assert events.happened.tolist() == [0, 1, 0]
    assert homes.danger.tolist() == pytest.approx([0.25, 1.0, 0.25])
    there, posts = sites(3, village=[0, 1, 1], violence=[0.1, 0.1, 0.9]), posts_at(3)
    raids.frighten(there, posts, events, C._replace(looting_nearby=0.4), 5)
    assert there.violence.tolist() == [0.1, 0.4, 0.9]
    assert posts.struck_month.tolist() == [-1, 5, 5]


def test_loot_is_a_share_of_what_those_of_the_village_have_saved() -> None:
    them = people(6, village=[0, 0, 0, 1, 0, 1], savings=[10.0, 20.0, 40.0, 80.0, 0.0, 5.0])
    them.occupation[1], them.occupation[2] = AWAY, DEAD
    events = empty(Events, 2)
    events.happened[0] = 1
    taken = np.zeros(2)
    raids.loot(them, events, 0.3, taken)
    assert taken.tolist() == [pytest.approx(3.0), 0.0]
    assert them.savings.tolist() == pytest.approx([7.0, 20.0, 40.0, 80.0, 0.0, 5.0])


def test_loot_is_divided_by_who_was_there() -> None:
    men = np.array([[10.0, 0.0], [30.0, 0.0], [0.0, 5.0], [0.0, 0.0]])
    shares = raids.divide(np.array([200.0, 70.0]), men)
    assert shares.tolist() == [50.0, 150.0, 70.0, 0.0]


def test_who_wins_holds_the_place_and_who_has_more_men_wins_more_often() -> None:
    n = 4000
    there = held(n, ARMY)
    posts = posts_at(n, claim=50.0, rival=NETWORK)
    who = actors(men=[30_000.0, 0.0, 0.0, 10_000.0], posts=[n, 0, 0, 0])
    harmless = C._replace(battle_harm=0.0)
    events = fought(there, posts, who, harmless)
    assert events.happened.all()
    won = int(np.count_nonzero(there.armed_by == NETWORK))
    assert abs(won / n - 0.25) < 4.0 * math.sqrt(0.25 * 0.75 / n)
    assert who.posts.tolist() == [n - won, 0, 0, won]
    assert who.left.tolist() == [won, 0, 0, 0]
    assert who.came.tolist() == [0, 0, 0, won]


def test_the_dead_of_a_battle_are_fighters_of_both_sides_alike() -> None:
    there, posts = held(200, ARMY), posts_at(200, claim=50.0, rival=MILITIA)
    who = actors(men=[5000.0, 4000.0, 7.0, 0.0])
    events = fought(there, posts, who)
    dead = float(events.deaths.sum())
    assert dead > 0.0
    assert who.men.tolist() == pytest.approx([5000.0 - dead / 2, 4000.0 - dead / 2, 7.0, 0.0])


def test_work_stands_still_the_month_after() -> None:
    there = sites(4, interdiction=[0.0, 0.0, 0.9, 0.1])
    raids.stand_still(there, posts_at(4, struck_month=[3, 4, 4, 5]), 6.0, 5)
    lost = 6.0 / DAYS_MONTH
    assert there.interdiction.tolist() == [0.0, lost, 0.9, 0.1]
