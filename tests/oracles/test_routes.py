"""The ways out against closed forms: the wedge, the split between routes, who leaves a channel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import routes
from asmsim.state.parameters import Markets
from asmsim.state.sites import Sites
from tests.defaults import defaults
from tests.oracles.tables import sites

M = defaults().markets


def burden(p: Markets, n: int = 1, tax: float | None = None) -> routes.Burden:
    """What the routes cost at so many sites alike."""
    taxed = p.tax if tax is None else tax
    return routes.Burden(np.full(n, taxed), np.full(n, p.smuggler_cost), np.zeros(n), np.zeros(n))


def logit(share: float) -> float:
    return math.log(share / (1.0 - share))


def trend(p: Markets) -> float:
    """Legal share that the wedge leads to in the end."""
    there = sites(1)
    routes.settle(there, p, routes.wedge(p, burden(p)))
    return float(there.legal_trend[0])


def later(p: Markets, share: float, months: int = 1, served: float | None = None) -> Sites:
    """A site so many months after its legal share stood where it is told."""
    there = sites(1, legal_trend=share, served=p.served_usual if served is None else served)
    for _ in range(months):
        routes.split(there, p, routes.drift(there, p, routes.wedge(p, burden(p))), 1.0)
    return there


def test_the_wedge_is_what_the_legal_route_costs_more() -> None:
    p = M._replace(
        tax=0.03, due_diligence=0.02, borne_upstream=0.5, compliance=0.01, smuggler_cost=0.02
    )
    there = sites(3, legal_share=[1.0, 0.0, 0.25])
    routes.pay(there, p, burden(p, 3))
    assert routes.wedge(p, burden(p, 3)) == pytest.approx([3.0] * 3)
    legal, smuggled, mixed = routes.exporters_net(there)
    assert 100.0 * (smuggled - legal) == pytest.approx(3.0)
    assert mixed == pytest.approx(0.25 * legal + 0.75 * smuggled)
    assert legal == pytest.approx(1.0 - p.trade_margin - 0.03 - 0.01 - 0.01)
    # Who has to sell by the legal route gives up nothing where everybody does.
    cost = routes.legal_cost(there)
    assert cost.tolist() == pytest.approx([0.0, 1.0 - legal / smuggled, 1.0 - legal / mixed])
    cheap = p._replace(smuggler_cost=0.04, tax=0.0, due_diligence=0.0, compliance=0.0)
    routes.pay(there, cheap, burden(cheap, 3))
    assert routes.legal_cost(there).tolist() == [0.0] * 3


@given(*[st.floats(0.0, 0.06)] * 5, st.floats(0.0, 1.0))
def test_what_else_weighs_on_the_legal_route(
    traced: float, discount: float, paid: float, penalty: float, hidden: float, borne: float
) -> None:
    p = M._replace(traceability=traced, discount=discount, compensation=paid, borne_upstream=borne)
    costs = routes.Burden(np.full(1, p.tax), np.full(1, hidden), np.full(1, penalty), np.zeros(1))
    legal = p.tax + borne * (p.due_diligence + traced) + p.compliance + discount + penalty - paid
    assert routes.wedge(p, costs) == pytest.approx(100.0 * (legal - hidden), abs=1e-9)
    there = sites(1)
    routes.pay(there, p, costs)
    assert there.legal_net == pytest.approx(1.0 - p.trade_margin - legal)
    assert there.smuggled_net == pytest.approx(1.0 - p.trade_margin - hidden)


def test_a_quota_lets_out_a_part_of_what_was_usual() -> None:
    there = sites(1, legal_trend=0.6, served=M.served_usual)
    held = M._replace(adjust_up=0.0, adjust_down=0.0)
    logits = routes.drift(there, held, np.zeros(1))
    routes.split(there, held, logits, 0.5)
    assert there.legal_share[0] == pytest.approx(0.3)
    routes.pay(there, held, burden(held))
    routes.open_channels(there, held, 1.0, 0.5)
    assert there.channel[0] == pytest.approx(0.5 * M.served_usual)
    # As long as what would leave stays as it is, the part is found at once and kept.
    allowed, would, usual = 1.0, 40.0, 50.0
    for _ in range(3):
        allowed = routes.rationed(allowed, 0.4, usual, allowed * would)
        assert allowed == pytest.approx(0.6 * usual / would)
    assert routes.rationed(allowed, 0.4, usual, 1e-6) == 1.0
    assert routes.rationed(0.2, 0.0, usual, 10.0) == 1.0
    assert routes.rationed(0.0, 1.0, usual, 0.0) == 0.0


def test_each_site_has_its_own_tax() -> None:
    p = M
    costs = routes.Burden(np.array([0.0, 0.05]), np.full(2, M.smuggler_cost), *np.zeros((2, 2)))
    apart = np.diff(routes.wedge(p, costs))
    assert apart == pytest.approx([5.0])
    there = sites(2)
    routes.settle(there, p, routes.wedge(p, costs))
    gap = logit(there.legal_trend[1]) - logit(there.legal_trend[0])
    assert gap == pytest.approx(5.0 * p.wedge_slope)


@given(st.floats(0.0, 0.12), st.floats(-1.6, 0.0), st.floats(0.5, 0.95))
def test_the_legal_share_is_a_logit_in_the_wedge(tax: float, slope: float, zero: float) -> None:
    p = M._replace(tax=tax, wedge_slope=slope, legal_share_at_zero=zero)
    share = trend(p)
    expected = zero / (1.0 - zero) * math.exp(slope * float(routes.wedge(p, burden(p))[0]))
    assert share / (1.0 - share) == pytest.approx(expected, rel=1e-6)
    level = p._replace(tax=p.smuggler_cost - p.compliance, due_diligence=0.0)
    assert trend(level) == pytest.approx(zero)


@given(st.floats(0.02, 0.98), st.floats(0.0, 0.08), st.integers(1, 24))
def test_the_gap_in_logits_closes_by_a_fixed_part_each_month(
    start: float, tax: float, months: int
) -> None:
    p = M._replace(tax=tax)
    gap = logit(trend(p)) - logit(start)
    speed = p.adjust_up if gap > 0.0 else p.adjust_down
    found = float(later(p, start, months).legal_trend[0])
    expected = logit(trend(p)) - gap * (1.0 - speed) ** months
    assert logit(found) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_it_falls_within_three_months_and_rises_slowly() -> None:
    target = trend(M)
    high, low = min(0.99, target + 0.3), max(0.01, target - 0.3)

    def after(share: float, months: int) -> float:
        return float(later(M, share, months).legal_trend[0])

    assert after(high, 3) - target < 0.15 * (high - target)
    assert target - after(low, 3) > 0.6 * (target - low)
    assert after(low, 240) == pytest.approx(target, abs=1e-3)


@given(st.floats(0.01, 0.99), st.floats(0.0, 6.0), st.floats(0.0, 1.0))
def test_a_sites_legal_share_falls_with_what_formal_buyers_have_left(
    share: float, slope: float, served: float
) -> None:
    p = M._replace(presence_slope=slope, adjust_up=0.0, adjust_down=0.0)
    usual = later(p, share).legal_share[0]
    assert usual == pytest.approx(share)
    there = later(p, share, served=served).legal_share[0]
    expected = share / (1.0 - share) * math.exp(slope * (served - p.served_usual))
    assert there / (1.0 - there) == pytest.approx(expected, rel=1e-6)


def test_the_licensed_keep_to_channels_that_pay_and_leave_those_that_do_not() -> None:
    loss = np.array([-0.05, 0.0, 0.01, 0.05])
    p = M._replace(wedge_slope=-1.0, returns=0.25)
    expected = [0.0, 0.0, 1.0 - math.exp(-1.0), 1.0 - math.exp(-5.0)]
    assert routes.leaving(p, loss) == pytest.approx(expected)
    there = sites(3, served=[0.2, 0.8, 0.8], legal_share=0.0)
    routes.pay(there, p, burden(p, 3))
    cost = float(routes.legal_cost(there)[0])
    routes.open_channels(there, p, cost, 1.0)
    assert there.channel.tolist() == [0.2, 0.8, 0.8], "what costs as much as it brings is kept to"
    routes.open_channels(there, p, cost - 0.02, 1.0)
    kept = 0.25 + 0.75 * math.exp(-2.0)
    assert there.channel == pytest.approx([0.2 * kept, 0.8 * kept, 0.8 * kept])
