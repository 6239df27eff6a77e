"""What the firm decides and earns, against numerical optima and sums by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from asmsim.rules import firm
from asmsim.state.columns import empty
from asmsim.state.sites import UNKNOWN, Policy, Sites
from asmsim.state.units import GRAMS_PER_OUNCE
from tests.defaults import defaults
from tests.oracles.tables import sites

P = defaults()
F = P.firm
S = P.security
MARGIN_USD_G, DAYS = 30.0, 16.0
ITS, OTHERS = 0, 1  # firms by number


def stance(n: int, **columns: Any) -> Policy:
    policy = empty(Policy, n)
    policy.willingness[:] = 1.0
    for name, value in columns.items():
        getattr(policy, name)[:] = value
    return policy


def concession(n: int, **columns: Any) -> Sites:
    return sites(
        n, **({"holder": ITS, "kept_by": ITS, "intrusion": 1, "industrial": 0.4} | columns)
    )


def posted(there: Sites, policy: Policy, *, p: Any = S, f: Any = F, cap: float = 1e9) -> float:
    """Post guards with a budget that does not bind unless one is given."""
    return float(firm.post_guards(there, policy, p, f, (MARGIN_USD_G, DAYS), (ITS, cap)))


# --- guards ---------------------------------------------------------------------------------------


@given(st.floats(1.0, 500.0), st.floats(0.05, 8.0), st.floats(0.05, 1.0), st.floats(1.0, 10.0))
def test_guards_minimise_loss_and_cost(
    intruders: float, grade: float, industrial: float, weight: float
) -> None:
    there = concession(1, intruders_known=intruders, grade=grade, industrial=industrial)
    total = posted(there, stance(1, weight=weight))
    each = grade * industrial * MARGIN_USD_G * F.ever_mined_discount + F.asset_damage_usd_day
    loss = weight * intruders * DAYS * each

    def bill(guards: float) -> float:
        kept = guards * S.reach
        kept_off = kept / (kept + intruders + S.ground)
        return loss * (1.0 - kept_off) + guards * F.guard_usd_year / 12.0

    best = optimize.minimize_scalar(bill, bounds=(0.0, 10.0 * intruders), method="bounded")
    assert total == there.guards[0]
    assert bill(float(there.guards[0])) <= best.fun * (1.0 + 1e-7)
    assert there.guards[0] == pytest.approx(best.x, rel=1e-2, abs=1e-2)


def test_no_guard_stands_where_there_is_nothing_to_save() -> None:
    there = concession(5, intruders_known=[0.0, 50.0, 50.0, 50.0, 50.0])
    there.kept_by[1] = OTHERS
    there.discovery_month[2] = UNKNOWN
    there.grade[3] = 0.0
    posted(there, stance(5), f=F._replace(asset_damage_usd_day=0.0))
    assert there.guards[:4].tolist() == [0.0] * 4
    assert there.guards[4] > 0.0


def test_the_stance_says_how_far_the_firm_goes() -> None:
    there = concession(4, intruders_known=100.0, grade=3.0)
    posted(there, stance(4, willingness=[1.0, 0.2, 0.0, 0.0], posts=[0.0, 0.0, 0.0, 7.0]))
    assert there.guards[0] > 0.0
    assert there.guards[1] == pytest.approx(0.2 * there.guards[0])
    assert there.guards[2:].tolist() == [0.0, 7.0]


def test_the_budget_caps_all_alike() -> None:
    free = concession(3, intruders_known=[50.0, 500.0, 5000.0], grade=5.0)
    bound = concession(3, intruders_known=[50.0, 500.0, 5000.0], grade=5.0)
    wanted = posted(free, stance(3))
    cap = 0.4 * wanted
    assert posted(bound, stance(3), cap=cap) == pytest.approx(cap)
    np.testing.assert_allclose(bound.guards, free.guards * cap / wanted)


@pytest.mark.parametrize("reach", [0.0, 1e-12])
def test_guards_who_reach_nobody_are_not_posted(reach: float) -> None:
    there = concession(1, intruders_known=100.0, grade=5.0)
    assert posted(there, stance(1), p=S._replace(reach=reach)) == 0.0


@given(st.floats(0.0, 50.0), st.integers(0, 500))
def test_interdiction_is_the_guards_share(guards: float, workers: int) -> None:
    there = concession(1, guards=guards, workers=workers)
    firm.interdict(there, S, 0.9, 5)
    kept = guards * S.reach
    expected = kept / (kept + workers + S.ground) if kept > 0.0 else 0.0
    assert there.interdiction[0] == pytest.approx(expected)


def test_forces_that_hold_the_ground_keep_people_off_while_they_stay() -> None:
    there = concession(4, guards=[0.0, 0.0, 100.0, 0.0], workers=10, hold_until=[5, 4, 5, 5])
    there.kept_by[3] = -1
    firm.interdict(there, S, 0.9, 5)
    kept = 100.0 * S.reach
    most = kept / (kept + 10.0 + S.ground)
    assert most > 0.9
    assert there.interdiction.tolist() == pytest.approx([0.9, 0.0, most, 0.0])


# --- what it knows --------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 500), st.booleans(), st.booleans()), min_size=1, max_size=20),
    st.floats(0.0, 1.0),
)
def test_what_the_firm_believes_adds_up_to_the_truth(
    ground: list[tuple[int, bool, bool]], known: float
) -> None:
    there = sites(len(ground), workers=[n for n, _, _ in ground])
    there.kept_by[:] = [ITS if its else OTHERS for _, its, _ in ground]
    there.discovery_month[:] = [0 if found else UNKNOWN for _, _, found in ground]
    firm.observe(there, ITS, known)
    seen = np.array([its and found for _, its, found in ground])
    assert not there.intruders_known[~seen].any()
    truth = there.workers[seen]
    assert there.intruders_known.sum() == pytest.approx(truth.sum())
    if seen.any():
        expected = known * truth + (1.0 - known) * truth.mean()
        np.testing.assert_allclose(there.intruders_known[seen], expected)


# --- money ----------------------------------------------------------------------------------------


@given(st.floats(500.0, 4000.0), st.floats(0.0, 1.0))
def test_unit_cost_moves_with_the_price(price: float, elasticity: float) -> None:
    f = F._replace(cost_elasticity=elasticity)
    found = firm.unit_cost(f, price)
    expected = math.log(f.cost_usd_oz) + elasticity * math.log(price / f.cost_price_usd_oz)
    assert math.log(found) == pytest.approx(expected)
    margin = firm.margin_share(f, price / GRAMS_PER_OUNCE)
    assert margin == pytest.approx(max(0.0, 1.0 - found / price), abs=1e-9)


def test_the_security_budget_follows_the_price() -> None:
    price = 2000.0 / GRAMS_PER_OUNCE
    revenue = F.output_koz * 1000.0 * 0.5 * 2000.0
    expected = F.security_budget * revenue / F.guard_usd_year
    assert firm.security_cap(F, price, 0.5) == pytest.approx(expected)


def test_the_mine_counts_months_under_cash_cost() -> None:
    low, high = 300.0 / GRAMS_PER_OUNCE, 2000.0 / GRAMS_PER_OUNCE
    assert F.cash_cost_share * firm.unit_cost(F, 300.0) > 300.0
    assert firm.months_under(F, low, 4) == 5
    assert firm.months_under(F, high, 4) == 0


def test_the_social_licence_is_trust_less_abuse_events() -> None:
    assert firm.social_licence(F, (0.4, 0.2), 0.0) == pytest.approx(0.3)
    assert firm.social_licence(F, (0.4, 0.2), 1.0) == pytest.approx(0.3 - F.abuse_weight)
    assert firm.social_licence(F, (0.1, 0.1), 9.0) == 0.0


@pytest.mark.row("R8")
def test_the_income_statement() -> None:
    price = 2000.0 / GRAMS_PER_OUNCE
    f = F._replace(output_koz=120.0, cost_elasticity=0.0, cost_usd_oz=1200.0)
    found = firm.income(f, 0.05, price, 0.5, (7.0, 100.0, 30.0, 40.0))
    ounces = 120_000.0 / 12.0 * 0.5
    assert found.sales == pytest.approx(ounces * 2000.0)
    assert found.cost == pytest.approx(ounces * 1200.0)
    assert found.royalty == pytest.approx(0.05 * ounces * 2000.0)
    # A week at a standstill costs its share of capital, and no sales on top of it.
    capital = 120_000.0 * 0.5 * f.capital_usd_per_oz
    assert found.stoppage == pytest.approx(f.stoppage_share_week * capital)
    assert found.theft == pytest.approx(100.0 * price * 0.4 * f.ever_mined_discount)
    assert found.ceded == pytest.approx(0.3 * found.theft)
    assert found.damage == pytest.approx(40.0 * f.asset_damage_usd_day)


def test_metal_is_stolen_on_ground_a_firm_keeps_and_given_up_on_the_rest_of_its_title() -> None:
    there = sites(4, contained_g=100.0, industrial=[0.5, 0.2, 0.9, 0.3])
    there.holder[:] = [ITS, ITS, ITS, OTHERS]
    there.kept_by[:] = [ITS, ITS, -1, OTHERS]
    assert firm.lost_g(there, ITS) == pytest.approx((70.0, 90.0))
    assert firm.lost_g(there, OTHERS) == pytest.approx((30.0, 0.0))


@given(st.integers(0, 500), st.floats(0.5, 150.0))
def test_keeping_off_half_of_them_costs_what_the_guards_cost(workers: int, reach: float) -> None:
    there = concession(1, workers=workers)
    cost = firm.keeping_off(there, S._replace(reach=reach), F)[0]
    there.guards[0] = cost / (F.guard_usd_year / 12.0)
    firm.interdict(there, S._replace(reach=reach), 0.0, 5)
    assert there.interdiction[0] == pytest.approx(0.5)
    assert firm.keeping_off(there, S._replace(reach=0.0), F)[0] == math.inf


def test_theft_sounds_the_alarm_and_it_wears_off() -> None:
    f = F._replace(alarm_loss=0.02, alarm_months=3.0)
    left, heard = 0.0, []
    for theft in (0.0, 2.1, 0.0, 0.0, 0.0, 0.0):
        left = firm.alarm(f, theft, 100.0, left)
        heard.append(left)
    assert heard == [0.0, 3.0, 2.0, 1.0, 0.0, 0.0]


def test_a_mine_that_does_not_sell_yet_is_no_quicker_to_take_alarm() -> None:
    assert firm.planned_usd(F, 60.0, 0.5) == firm.income(F, 0.0, 60.0, 0.5, (0.0,) * 4).sales
    assert firm.income(F, 0.0, 60.0, 0.0, (0.0,) * 4).sales == 0.0


# --- lenders and building -------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5), max_size=60), st.floats(0.1, 20.0))
def test_lenders_ask_for_what_they_remember_whatever_the_size(
    events: list[int], scale: float
) -> None:
    f = F._replace(rating=0.002, rating_half_life=12.0)
    memory = 0.0
    for count in events:
        memory = firm.remembered(f, memory, count * scale)
    expected = sum(n * 0.5 ** (age / 12.0) for age, n in enumerate(reversed(events)))
    debt = f.debt_share * f.output_koz * 1000.0 * f.capital_usd_per_oz
    cost = firm.finance(f, memory, scale)
    assert cost == pytest.approx(0.002 * expected * debt * scale / 12.0, rel=1e-9, abs=1e-6)


def test_building_is_paid_for_once_and_only_what_is_more() -> None:
    assert firm.construction(F, F.output_koz, 2.0) == 0.0
    assert firm.construction(F, F.output_koz + 10.0, 2.0) == 0.0
    more = firm.construction(F, F.output_koz - 10.0, 2.0)
    assert more == pytest.approx(10_000.0 * 2.0 * F.capital_usd_per_oz)
