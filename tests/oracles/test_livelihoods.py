"""Help to live otherwise against closed forms: who is offered what, who takes it, what for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from asmsim.rules import livelihoods, move
from asmsim.state.choice import Help, Leaving, Options
from asmsim.state.near import Near, near
from asmsim.state.people import AWAY, FARMING, MINING, NOWHERE, People
from asmsim.state.sites import ASM_ZONE, CONCESSION_CORE, OPEN, OTHER_TITLE, UNKNOWN, Sites
from tests.defaults import alike, defaults, differ
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
T = P.livelihoods._replace(fails=0.0)
MOVE = P.move._replace(reconsider=1.0, home_tie=0.0, stay=0.5, farm_access=0.0, away_access=0.0)
DAYS = P.work.days_year / 12.0
N = 20_000
FARM, ELSEWHERE = 50.0, 55.0
USED_TO = 120.0


def lived(them: People, there: Sites, chance: float, nearby: int = NOWHERE) -> Help:
    """Let them choose once; returns what was offered, with what was taken."""
    n = len(there.id)
    shown = np.full(n, nearby, np.int32)
    offer = Help(np.full(n, chance), shown, np.array([FARM]), np.zeros(3, np.int32), T, 24.0)
    nothing = np.zeros(n)
    none = Leaving(
        nothing,
        there.offer_month,
        there.kept_by,
        np.zeros(n, np.int32),
        np.empty(0, np.int32),
        P.offer,
    )
    options = Options(
        *move.site_values(there, MOVE, DAYS),
        move.farm_values(np.array([FARM]), MOVE, DAYS),
        move.away_value(ELSEWHERE, MOVE, DAYS),
        0.0,
        -math.inf,
        0.0,
        np.zeros(n, bool),
        nothing,
    )
    row = np.arange(1 << (n - 1).bit_length(), dtype=np.int32)
    row[n:] = NOWHERE
    near = Near(np.tile(row, (n, 1)), row[None, :].copy())
    ground = (there.x, there.y, there.kept_by)
    kinds = differ(alike())
    move.choose(them, options, (none, offer), near, ground, (MOVE, kinds), LUCK, 2)
    return offer


def miners(**columns: float) -> People:
    return people(N, reservation=0.5, expected=USED_TO, risk_aversion=0.0, **columns)


def close(found: float, expected: float, n: int = N) -> bool:
    return abs(found - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / n) + 1e-12


@pytest.mark.row("P20")
@pytest.mark.parametrize("local", [0, 1])
@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_another_livelihood_and_the_way_home_are_options_of_a_logit(
    local: int, chance: float
) -> None:
    them, there = miners(local=local), sites(1, yield_usd=USED_TO)
    offer = lived(them, there, chance)
    reference = MOVE.reference_g_day * MOVE.reference_price_usd_g * DAYS
    dig = MOVE.slope * math.log(0.5 * USED_TO / reference) + MOVE.stay
    farm = MOVE.slope * math.log((FARM + chance * T.other_usd) / DAYS)
    away = MOVE.slope * math.log(ELSEWHERE / DAYS)
    if chance and not local:
        away += MOVE.slope * math.log(1.0 + T.home_usd / 24.0 / USED_TO)
    weights = np.exp([dig, farm, away])
    weights /= weights.sum()
    for occupation, share in zip((MINING, FARMING, AWAY), weights, strict=True):
        assert close(float((them.occupation == occupation).mean()), float(share))
    farms, gone = them.occupation == FARMING, them.occupation == AWAY
    paid = gone & (chance > 0.0) & (not local)
    assert offer.took.tolist() == [chance * farms.sum(), paid.sum(), 0]
    np.testing.assert_array_equal(them.livelihood, np.where(farms, chance * T.other_usd, 0.0))
    np.testing.assert_array_equal(them.savings, np.where(paid, T.home_usd, 0.0))


@pytest.mark.row("P20")
def test_the_way_to_viable_ground_is_paid() -> None:
    them = miners()
    them.reservation[:] = 500.0
    there = sites(2, yield_usd=USED_TO, x=[0.0, 20.0])
    offer = lived(them, there, 1.0, nearby=1)
    gift = MOVE.slope * math.log(1.0 + T.move_usd / 24.0 / USED_TO)
    works = them.occupation == MINING
    share = 1.0 / (1.0 + math.exp(MOVE.stay - gift))
    assert close(float((them.site[works] == 1).mean()), share, int(works.sum()))
    moved = them.site == 1
    assert offer.took[2] == np.count_nonzero(moved)
    np.testing.assert_array_equal(them.savings, np.where(moved, T.move_usd, 0.0))


def test_only_as_many_are_offered_as_there_are_places() -> None:
    them = miners(local=1)
    offer = lived(them, sites(1, yield_usd=1e-6), 0.3)
    helped = float((them.livelihood > 0.0).sum()) / float((them.occupation == FARMING).sum())
    # Nobody has a reason to stay; who is helped farms the more readily.
    farm, more, away = (
        np.exp(MOVE.slope * np.log(usd / DAYS)) for usd in (FARM, FARM + T.other_usd, ELSEWHERE)
    )
    with_, without = 0.3 * more / (more + away), 0.7 * farm / (farm + away)
    assert helped == pytest.approx(with_ / (with_ + without), abs=0.02)
    assert offer.took[0] == np.count_nonzero(them.livelihood)


def test_viable_ground_is_lawful_worked_and_good() -> None:
    there = sites(
        6,
        x=[0.0, 1.0, 2.0, 3.0, 4.0, 9.0],
        diggers=[5, 5, 5, 5, 0, 5],
        yield_usd=[10.0, 50.0, 60.0, 70.0, 90.0, 65.0],
        tenure=[OPEN, CONCESSION_CORE, OPEN, OTHER_TITLE, OPEN, ASM_ZONE],
    )
    good = livelihoods.viable(there)
    assert good.tolist() == [False, False, True, False, False, True]
    around = near(there, villages(0), 6)
    assert livelihoods.nearby(around, good).tolist() == [2, 2, 5, 2, 2, 2]
    assert livelihoods.nearby(around, good & (there.id == 2)).tolist() == [2, 2, NOWHERE, 2, 2, 2]
    assert livelihoods.nearby(around, good & False).tolist() == [NOWHERE] * 6
    there.discovery_month[:] = UNKNOWN
    assert not livelihoods.viable(there).any()


def test_other_livelihoods_fail_at_their_rate() -> None:
    them = people(N, livelihood=40.0)
    livelihoods.wear(them, 0.1, LUCK.livelihood, 4)
    assert close(float((them.livelihood == 0.0).mean()), 0.1)
