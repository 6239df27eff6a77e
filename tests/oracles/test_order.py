"""Orders to clear ground, and officers who press for them, against sums by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import order
from asmsim.state.columns import empty
from asmsim.state.sites import UNKNOWN, Policy, Sites
from asmsim.state.units import DAYS_MONTH
from tests.defaults import defaults
from tests.oracles.tables import LUCK, sites

P = defaults()
F = P.firm
MARGIN_USD_G, DAYS = 30.0, 16.0
ITS, OTHERS = 0, 1  # firms by number
TROOPS = P.state.troops_per_1000 / 1000.0


def stance(n: int, **columns: Any) -> Policy:
    policy = empty(Policy, n)
    for name, value in columns.items():
        getattr(policy, name)[:] = value
    return policy


def concession(n: int, **columns: Any) -> Sites:
    return sites(
        n, **({"holder": ITS, "kept_by": ITS, "intrusion": 1, "industrial": 0.4} | columns)
    )


def ordered(there: Sites, policy: Policy, month: int = 4, **terms: Any) -> int:
    p = P.eviction._replace(**terms)
    worth = (MARGIN_USD_G, DAYS, P.state.troops_per_1000 / 1000.0)
    return int(order.order_evictions(there, policy, p, F, worth, (LUCK.eviction, month, ITS)))


def test_orders_are_given_where_the_loss_saved_exceeds_the_cost() -> None:
    troops = P.state.troops_per_1000 / 1000.0 * F.troop_usd_day * DAYS_MONTH
    each = (troops / DAYS - F.asset_damage_usd_day) / (MARGIN_USD_G * F.ever_mined_discount)
    # Grade times industrial share at which it just does not pay, and just does.
    there = concession(2, intruders_known=100.0, grade=[each * 0.99, each * 1.01], industrial=1.0)
    assert ordered(there, stance(2, order=1.0, weight=1.0), compensation_usd=0.0) == 1
    assert there.order_month.tolist() == [UNKNOWN, 4]
    paid = concession(2, intruders_known=100.0, grade=each * 1.01, industrial=1.0)
    assert ordered(paid, stance(2, order=1.0), compensation_usd=1000.0) == 0


def test_orders_come_at_the_readiness_of_the_stance_and_after_notice() -> None:
    n = 5000
    there = concession(n, intruders_known=100.0, grade=20.0)
    orders = ordered(there, stance(n, order=0.25, weight=1.0), notice_months=2.0)
    assert abs(orders / n - 0.25) < 4.0 * math.sqrt(0.25 * 0.75 / n)
    assert set(there.order_month.tolist()) == {UNKNOWN, 6}


def test_who_is_not_ordered_out() -> None:
    there = concession(5, intruders_known=100.0, grade=20.0)
    there.kept_by[0] = OTHERS
    there.intruders_known[1] = P.eviction.smallest - 0.1
    there.hold_until[2] = 4
    there.order_month[3] = 9
    assert ordered(there, stance(5, order=1.0, weight=1.0)) == 1
    assert there.order_month.tolist() == [UNKNOWN, UNKNOWN, UNKNOWN, 9, 4]
    calm = concession(1, intruders_known=100.0, grade=20.0)
    assert ordered(calm, stance(1, order=0.0, weight=1.0)) == 0


# --- officers who press ---------------------------------------------------------------------------


def pressed(
    there: Sites, policy: Policy, chance: float = 1.0, giving_in: float = 0.5, month: int = 4
) -> int:
    terms, worth = (P.eviction, F), (MARGIN_USD_G, DAYS, TROOPS)
    luck = (LUCK.pressing, month, ITS)
    return int(order.press(there, policy, terms, worth, (chance, giving_in), luck))


@given(st.floats(0.0, 1.0), st.floats(0.5, 3.0))
def test_a_firm_gives_in_where_what_it_saves_covers_enough_of_the_bill(
    giving_in: float, weight: float
) -> None:
    bill = TROOPS * F.troop_usd_day * DAYS_MONTH + P.eviction.compensation_usd
    just = ((1.0 - giving_in) * bill / weight / DAYS - F.asset_damage_usd_day) / (
        MARGIN_USD_G * F.ever_mined_discount
    )
    around = np.array([just - 0.01, just + 0.01])
    there = concession(2, intruders_known=100.0, grade=around, industrial=1.0)
    assert pressed(there, stance(2, weight=weight), 1.0, giving_in) == 1
    assert there.order_month.tolist() == [UNKNOWN, 4], "at once: officers give no notice"


def test_whom_officers_ask() -> None:
    there = concession(600, intruders_known=100.0, grade=20.0)
    there.kept_by[0] = OTHERS
    there.intruders_known[1] = P.eviction.smallest - 0.1
    there.hold_until[2], there.order_month[3] = 4, 9
    assert pressed(there, stance(600, weight=1.0), 0.3) > 0
    asked = [s for s in range(4, 600) if uniform(LUCK.pressing, 4, s, 0) < 0.3]
    assert np.flatnonzero(there.order_month == 4).tolist() == asked
    assert pressed(concession(50, intruders_known=100.0, grade=20.0), stance(50), 0.0) == 0
    ruled = concession(50, intruders_known=100.0, grade=20.0)
    assert pressed(ruled, stance(50, weight=1.0, trained=1.0)) == 0
