"""Help in return for legal sales: against a naive loop and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import reward
from asmsim.state.people import FARMING, FORMAL, ILLEGAL, INFORMAL, NOWHERE, People
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites

R = defaults().reward


@given(st.floats(0.0, 0.99), st.floats(0.0, 0.1), st.floats(-1.6, 0.0))
def test_what_help_is_worth_moves_the_logit_of_the_legal_share(
    share: float, worth: float, slope: float
) -> None:
    found = float(reward.loyal(np.array([share]), slope, worth)[0])
    odds = share / (1.0 - share) * math.exp(-slope * 100.0 * worth)
    assert found == pytest.approx(odds / (1.0 + odds))


def crowd(n: int = 500) -> People:
    rng = np.random.default_rng(7)
    them = people(n, site=rng.integers(0, 2, n), gold_g=rng.uniform(0.0, 9.0, n), status=INFORMAL)
    them.debt[:40], them.status[40:80], them.status[80:160] = 50.0, ILLEGAL, FORMAL
    them.left_out[160:200] = 9
    them.site[200:220], them.occupation[200:220] = NOWHERE, FARMING
    return them


@pytest.mark.parametrize("month", [3, 9])
def test_who_sells_legally_is_rewarded_and_who_does_not_may_be_left_out(month: int) -> None:
    them, there = crowd(), sites(2, price=[50.0, 40.0], channel=0.6)
    p = R._replace(worth=0.05, found=0.5, months_out=6)
    loyal = np.array([0.3, 0.8])
    able = reward.able(them, month)
    number = reward.pledge(them, there, (0.7, able), loyal, p, (LUCK.reward, month))
    before = crowd()
    pledged, registered = [0.0, 0.0], 0
    for i in range(len(them.id)):
        s, expected, out = int(before.site[i]), 0.0, int(before.left_out[i])
        digs = s != NOWHERE and before.debt[i] == 0.0 and before.status[i] != ILLEGAL
        assert (i in able) == (digs and out <= month)
        if i in able and uniform(LUCK.reward, 0, i, reward.LISTED) < 0.7:
            registered += 1
            if before.status[i] == FORMAL:
                expected = 0.6 * before.gold_g[i]
            elif uniform(LUCK.reward, month, i, reward.LOYAL) < loyal[s]:
                expected = before.gold_g[i]
                pledged[s] += expected
            elif uniform(LUCK.reward, month, i, reward.FOUND) < 0.5:
                out = month + 6
        assert them.reward_usd[i] == pytest.approx(0.05 * expected * there.price[max(s, 0)])
        assert them.left_out[i] == out
    assert number == registered
    assert there.pledged_g.tolist() == pytest.approx(pledged)
    assert (them.left_out > before.left_out).any()
