"""Buyers of cooperatives' metal: against sums by hand, naive loops and closed forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import outlets, routes, sale
from asmsim.rules.outlets import Bid
from asmsim.state.columns import empty
from asmsim.state.cooperatives import (
    DISSOLVED,
    LAPSED,
    LICENSED,
    LODGED,
    NONE,
    Cooperatives,
    conduct,
)
from asmsim.state.people import FARMING, FORMAL, INFORMAL, MANAGER, NOWHERE, ORDINARY, SKILLED
from asmsim.state.sites import ASM_ZONE, CONCESSION_CORE, OPEN, OTHER_TITLE
from tests.defaults import defaults, differ
from tests.oracles.tables import people, sites, villages

P = defaults()
KINDS = differ()
SHARES = st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4)


def coops(n: int, **columns: Any) -> Cooperatives:
    table = empty(Cooperatives, n)
    table.id[:] = np.arange(n)
    table.site[:] = 0
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


# --- who may sell ---------------------------------------------------------------------------------


def test_papers_and_ground_have_to_be_in_order() -> None:
    there = sites(4, tenure=[OPEN, ASM_ZONE, OTHER_TITLE, CONCESSION_CORE])
    month, old = 60, 60 - int(P.organise.progress_months) - 1
    for papers, lodged, expected in (
        (LICENSED, -1, True),
        (LODGED, month - 1, True),
        (LODGED, old, False),
        (NONE, -1, False),
        (LAPSED, -1, False),
        (DISSOLVED, -1, False),
    ):
        table = coops(4, site=[0, 1, 2, 3], papers=papers, lodged_month=lodged)
        found = outlets.in_order(table, there, P.organise, month)
        assert found.tolist() == [expected, expected, False, False]


def test_a_standard_is_reached_by_the_mean_and_without_gravest_abuse() -> None:
    table = coops(3, mercury=0.9, organisation=0.9, records=0.9)
    table.safety[:], table.children[:] = [0.5, 0.15, 0.5], [0.5, 0.9, 0.29]
    assert conduct(table) == pytest.approx([0.74, 0.75, 0.698])
    shown = outlets.shown(table, np.array([True, True, True]), 0.2)
    assert (shown >= 0.7).tolist() == [True, False, False]
    assert outlets.shown(table, np.array([False, True, True]), 0.2)[0] < 0.0


# --- what it pays, and what members sell ----------------------------------------------------------


def test_what_members_get_elsewhere_depends_on_papers_and_open_channels() -> None:
    there = sites(1, price=50.0, channel=0.5)
    table = coops(2, papers=[LICENSED, LODGED])
    now, legal = outlets.elsewhere(table, there, 0.06, np.array([0.02]))
    assert now.tolist() == pytest.approx([50.0 * 1.02, 50.0])
    assert legal.tolist() == pytest.approx([50.0 * 1.04] * 2)


def test_members_sell_to_who_pays_as_much_and_turn_from_who_pays_less() -> None:
    p = P.markets._replace(wedge_slope=-1.0, returns=0.3)
    gap, licensed = np.array([-0.1, 0.0, 0.02, 0.02]), np.array([True, False, False, True])
    left = math.exp(-2.0)
    expected = [1.0, 1.0, left, 0.3 + 0.7 * left]
    assert outlets.willing(p, routes.leaving(p, gap), licensed).tolist() == pytest.approx(expected)


def test_who_pays_best_has_first_choice_and_takes_the_same_part_of_all() -> None:
    grams = np.array([10.0, 30.0, 60.0])
    rich = Bid(np.full(3, 60.0), np.array([1.0, 1.0, 0.0]), 20.0)
    poor = Bid(np.full(3, 50.0), np.array([0.5, 0.0, 1.0]), 1e9)
    for bids in ([rich, poor], [poor, rich]):
        taken = dict(zip(("a", "b"), outlets.ration(outlets.together(bids), grams), strict=True))
        first, second = (taken["a"], taken["b"]) if bids[0] is rich else (taken["b"], taken["a"])
        assert first.tolist() == pytest.approx([0.5, 0.5, 0.0])
        assert second.tolist() == pytest.approx([0.25, 0.0, 1.0])


@given(SHARES, SHARES, SHARES, st.floats(0.0, 200.0), st.floats(0.0, 200.0))
def test_no_metal_is_sold_twice_and_no_demand_exceeded(
    one: list[float], other: list[float], metal: list[float], much: float, little: float
) -> None:
    grams = 50.0 * np.array(metal)
    prices = np.array([52.0, 40.0, 61.0, 50.0])
    bids = [Bid(prices, np.array(one), much), Bid(prices[::-1], np.array(other), little)]
    taken = outlets.ration(outlets.together(bids), grams)
    assert np.all(taken[0] + taken[1] <= 1.0 + 1e-12)
    for bid, share in zip(bids, taken, strict=True):
        assert np.all(share >= 0.0)
        assert np.all(share <= bid.wanted + 1e-12)
        assert float((share * grams).sum()) <= bid.demand_g * (1.0 + 1e-9) + 1e-9


def test_all_of_the_metal_is_no_more_than_all_of_it() -> None:
    """0.54 + 0.36 + 0.1 as they are kept come to a hair more than one."""
    bids = [Bid(np.full(1, 60.0 - k), np.full(1, part), 1e9) for k, part in ((2, 1), (1, 0.4))]
    bids.append(Bid(np.full(1, 60.0), np.full(1, 0.1), 1e9))
    taken = outlets.ration(outlets.together(bids), np.ones(1))
    assert sum(taken)[0] > 1.0
    assert outlets.in_all(taken).tolist() == [1.0]


# --- the pit contract -----------------------------------------------------------------------------


def test_what_outlets_pay_is_shared_by_the_contract_among_those_who_sell_to_them() -> None:
    rng = np.random.default_rng(3)
    n = 40
    them = people(n, site=rng.integers(0, 2, n), role=rng.choice([ORDINARY, SKILLED, MANAGER], n))
    them.gold_g[:], them.days[:] = rng.uniform(0.0, 9.0, n), 15.0
    them.cooperative[:] = np.where(them.site == 0, rng.integers(0, 2, n), NOWHERE)
    them.status[:] = np.where(them.cooperative == NOWHERE, INFORMAL, FORMAL)
    them.site[-3:], them.occupation[-3:], them.cooperative[-3:] = NOWHERE, FARMING, NOWHERE
    there, homes = sites(2, price=[50.0, 40.0], village=[0, 1], channel=0.5), villages(2)
    weights = KINDS.weight[them.role, 0]
    for s in (0, 1):
        its = them.site == s
        there.recovered_g[s] = there.contained_g[s] = them.gold_g[its].sum()
        there.weighted_g[s] = (weights * them.gold_g)[its].sum()
    outlet, price = np.array([0.4, 0.0]), np.array([1.15, 1.0])
    found = outlets.metal(them, 2)
    assert found.tolist() == pytest.approx(
        [float(them.gold_g[them.cooperative == c].sum()) for c in (0, 1)]
    )
    ends = np.append(outlet, 0.0), np.append(price, 1.0)
    outlets.lift(them, there, ends, KINDS)
    assert there.outlet_g.tolist() == pytest.approx([0.4 * found[0], 0.0])
    assert there.outlet_usd.tolist() == pytest.approx([0.15 * found[0] * 50.0, 0.0])
    takings = sale.share_gross(there, homes, P.pit)
    gross = 50.0 * float(there.recovered_g[0]) + float(there.outlet_usd[0])
    assert takings.ore == pytest.approx(gross + 40.0 * float(there.recovered_g[1]))
    flows = np.zeros(len(sale.FLOWS))
    till = np.zeros(2), np.zeros(2), np.append(outlet, 0.0), np.append(price, 1.0)
    brings = np.array([0.02, 0.02]), np.zeros(2), np.zeros(2), np.zeros(2)
    sale.pay_at_sites(them, there, till, (P.pit, KINDS), brings, flows)
    # Everybody's part of the pool is weight times worth of own metal.
    keep = 1.0 - P.pit.land_share
    worth = them.gold_g * np.append(price, 1.0)[them.cooperative]
    for i in range(n - 3):
        s, c = int(them.site[i]), int(them.cooperative[i])
        its = them.site == s
        pool = keep * (gross if s == 0 else 40.0 * float(there.recovered_g[1]))
        base = pool * weights[i] * worth[i] / (weights * worth)[its].sum()
        own = 0.0 if c == NOWHERE else base * (1.0 - outlet[c]) / price[c]
        assert them.income[i] == pytest.approx(base + 0.02 * own)


def test_outlets_free_from_tied_sale_those_they_buy_from() -> None:
    them, there = people(2, debt=500.0, status=FORMAL, gold_g=10.0, days=9.0), sites(1, price=40.0)
    them.cooperative[:] = [0, 1]
    there.channel[:], there.recovered_g[:], there.weighted_g[:] = 0.2, 20.0, 20.0
    there.pool[:] = 800.0
    till = np.zeros(2), np.zeros(2), np.array([0.5, 0.0, 0.0]), np.ones(3)
    flows = np.zeros(len(sale.FLOWS))
    nothing = tuple(np.zeros(1) for _ in range(4))
    sale.pay_at_sites(them, there, till, (P.pit, KINDS), nothing, flows)  # type: ignore[arg-type]
    tied = P.pit.tied_discount * 400.0 * np.array([1.0 - 0.6, 1.0 - 0.2])
    left = (400.0 - tied) * (1.0 - P.pit.financier_share)
    assert them.income == pytest.approx(left)


def test_premium_money_speeds_conduct_less_and_less() -> None:
    p = P.organise._replace(premium_conduct=0.8, premium_half_usd=50.0)
    found = outlets.spurred(p, np.array([0.0, 500.0, 1500.0]), np.array([10.0, 10.0, 10.0]))
    assert found.tolist() == pytest.approx([1.0, 1.4, 1.6])
