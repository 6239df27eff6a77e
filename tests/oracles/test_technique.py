"""Technique without mercury against a naive loop: who is equipped, who buys, whose fails."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim.luck import uniform
from asmsim.rules import technique
from asmsim.state.columns import empty
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.people import FARMING, IMPROVED, MINING, NOWHERE, PAN, PROCESSING, People
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites

P = defaults()
T = P.technique._replace(learn=0.4, wear=0.1)
MONTH = 9
MORE = np.array([0.9, 0.02, -0.1])
SEEN = np.array([0.5, 0.3, 0.2])
HELPED = 0.25


def crew(n: int, seed: int) -> People:
    rng = np.random.default_rng(seed)
    them = people(n, site=rng.integers(-1, 3, n), technique=rng.integers(0, 2, n))
    them.occupation[them.site == NOWHERE] = FARMING
    them.occupation[(them.site != NOWHERE) & (rng.random(n) < 0.1)] = PROCESSING
    them.cooperative[:] = np.where((them.site != NOWHERE) & (rng.random(n) < 0.4), 0, NOWHERE)
    them.expected[:] = rng.lognormal(4.8, 0.8, n)
    them.savings[:] = rng.lognormal(5.5, 0.8, n)
    return them


def draws(who: int) -> list[float]:
    return [uniform(LUCK.technique, MONTH, who, k) for k in range(3)]


@pytest.mark.parametrize("seed", range(3))
def test_taking_up_agrees_with_a_naive_loop(seed: int) -> None:
    them = crew(600, seed)
    uses, cash, bought = them.technique.copy(), them.savings.copy(), 0.0
    for i in range(600):
        if them.site[i] == NOWHERE or them.occupation[i] != MINING:
            continue
        more = MORE[them.site[i]]
        help_, learn, fail = draws(i)
        if uses[i] == IMPROVED:
            uses[i] = PAN if fail < T.wear or more <= 0.0 else IMPROVED
        elif more > 0.0 and them.cooperative[i] != NOWHERE and help_ < HELPED:
            uses[i] = IMPROVED
        elif more > 0.0 and learn < T.learn * SEEN[them.site[i]]:
            worth = more * them.expected[i] * T.payback_months
            if worth >= T.equipment_usd and cash[i] >= T.equipment_usd:
                uses[i] = IMPROVED
                cash[i] -= T.equipment_usd
                bought += T.equipment_usd
    *_, members, _, rows = technique.count(them, MORE, 1, T.equipment_usd)
    luck = LUCK.technique, MONTH
    found = technique.take_up(them, MORE, (rows, members), (SEEN, HELPED), T, luck)
    assert them.technique.tolist() == uses.tolist()
    assert them.savings.tolist() == pytest.approx(cash.tolist())
    assert found == bought > 0.0
    assert members.tolist() == [
        np.count_nonzero((them.cooperative == c) & (uses == IMPROVED)) for c in (0, NOWHERE)
    ]


def test_who_is_counted() -> None:
    them = crew(600, 5)
    users, members, eligible, rows = technique.count(them, MORE, 1, T.equipment_usd)
    digs = (them.site != NOWHERE) & (them.occupation == MINING)
    on = [digs & (them.site == s) & (them.technique == IMPROVED) for s in range(3)]
    assert users.tolist() == [np.count_nonzero(mask) for mask in on]
    asks = digs & (them.technique == PAN) & (them.cooperative == 0) & np.isin(them.site, (0, 1))
    assert eligible == np.count_nonzero(asks)
    on_it = them.technique == IMPROVED
    assert members.tolist() == [
        np.count_nonzero((them.cooperative == c) & on_it) for c in (0, NOWHERE)
    ]
    buys = digs & ~on_it & np.isin(them.site, (0, 1)) & (them.savings >= T.equipment_usd)
    assert rows.tolist() == np.flatnonzero((digs & on_it) | asks | buys).tolist()


def test_what_it_brings_and_what_is_left_of_mercury() -> None:
    w = P.work
    there = sites(3)
    there.mercury[:] = [4.0, 1.3, 0.0]
    there.recovery[:] = [w.recovery_hard, w.recovery_alluvial, 0.0]
    there.improved_recovery[:] = w.recovery_improved
    kept = (1.0 - w.improved_time) * w.recovery_improved
    expected = [kept / w.recovery_hard - 1.0, kept / w.recovery_alluvial - 1.0]
    assert technique.gains(there, w.improved_time)[:2].tolist() == pytest.approx(expected)
    assert technique.gain(w.recovery_hard, w.recovery_improved, w.improved_time) == pytest.approx(
        expected[0]
    )
    there.recovered_g[:], there.clean_g[:] = [10.0, 0.0, 10.0], [4.0, 0.0, 0.0]
    assert technique.dirty(there).tolist() == pytest.approx([0.6, 1.0, 0.0])


def test_conduct_in_mercury_is_at_least_what_technique_makes_it() -> None:
    coops = empty(Cooperatives, 3)
    coops.members[:], coops.mercury[:] = [4, 4, 0], [0.3, 0.9, 0.3]
    technique.reflect(coops, np.array([3.0, 3.0, 0.0]), T)
    assert coops.mercury.tolist() == pytest.approx([0.75, 0.9, 0.3])
