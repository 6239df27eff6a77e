"""Prices and channels against closed forms, best replies and interpolation by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from asmsim.luck import key, luck
from asmsim.rules import markets
from asmsim.state.parameters import Markets
from asmsim.state.sites import UNKNOWN, Sites
from asmsim.state.units import GRAMS_PER_OUNCE
from tests.defaults import defaults
from tests.oracles.tables import LUCK, sites

P = defaults()
ANNUAL = {2014: 1266.0, 2015: 1160.0, 2016: 1251.0, 2017: 1257.0}
START = 12 * 2015


# --- world price ----------------------------------------------------------------------------------


def path(start: int, months: int, annual: dict[int, float]) -> list[float]:
    p = P.price._replace(path="series")
    found = markets.price_path(p, LUCK.price, months, start, annual)
    return [float(price) for price in found * GRAMS_PER_OUNCE]


def test_the_annual_mean_holds_at_mid_year_and_is_interpolated_between() -> None:
    found = path(START, 24, ANNUAL)
    # Mid-year lies between June and July, half a month from either.
    before, step = ((ANNUAL[year + 1] - ANNUAL[year]) / 12.0 for year in (2014, 2015))
    assert found[5] == pytest.approx(ANNUAL[2015] - 0.5 * before)
    assert found[6] == pytest.approx(ANNUAL[2015] + 0.5 * step)
    assert found[17] == pytest.approx(ANNUAL[2016] - 0.5 * step)
    assert np.diff(found[6:18]) == pytest.approx([step] * 11)


def test_the_ends_of_the_series_are_held() -> None:
    found = path(12 * 2010, 12, ANNUAL) + path(12 * 2020, 12, ANNUAL)
    assert found == pytest.approx([ANNUAL[2014]] * 12 + [ANNUAL[2017]] * 12)


def test_the_order_in_which_years_are_given_does_not_matter() -> None:
    backwards = dict(reversed(ANNUAL.items()))
    assert path(START, 30, ANNUAL) == path(START, 30, backwards)


def test_a_constant_price_is_constant() -> None:
    p = P.price._replace(path="constant", central_usd_g=50.0)
    assert markets.price_path(p, LUCK.price, 5, START, ANNUAL).tolist() == [50.0] * 5


def test_the_stochastic_price_starts_at_its_centre_and_reverts_to_it() -> None:
    p = P.price._replace(path="stochastic", persistence=0.9, sigma_month=0.05)
    late = []
    for seed in range(400):
        found = markets.price_path(p, key(seed, "price"), 120, START, ANNUAL)
        assert found[0] == p.central_usd_g
        late.append(math.log(found[-1] / p.central_usd_g))
    # An AR(1): the variance of the level in the end is sigma^2 / (1 - rho^2).
    spread = 0.05 / math.sqrt(1.0 - 0.9**2)
    assert abs(np.mean(late)) < 4.0 * spread / math.sqrt(len(late))
    assert np.std(late) == pytest.approx(spread, rel=4.0 / math.sqrt(2 * len(late)))


def test_a_longer_path_begins_with_the_shorter_one() -> None:
    p = P.price._replace(path="stochastic")
    short = markets.price_path(p, LUCK.price, 12, START, ANNUAL)
    long = markets.price_path(p, LUCK.price, 60, START, ANNUAL)
    assert long[:12].tobytes() == short.tobytes()


# --- pit price ------------------------------------------------------------------------------------


def posted(there: Sites, p: Markets, month: int, net: float, village: float = 0.0) -> None:
    """Let traders set out, exporters paying the same everywhere, villages too."""
    terms = np.full(len(there.id), net), np.full(len(there.id), village)
    markets.post_prices(there, p, LUCK.trader, month, 60.0, terms)


def best_reply(others: float, elasticity: float) -> float:
    """Return what one buyer buys to earn most, when supply at price w is w ** elasticity."""

    def loss(q: float) -> float:
        return float(-q * (1.0 - (others + q) ** (1.0 / elasticity)))

    return float(optimize.minimize_scalar(loss, bounds=(0.0, 1.0), method="bounded").x)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("elasticity", [0.8, 1.5, 3.0])
def test_the_mark_down_is_that_of_cournot_buyers(n: int, elasticity: float) -> None:
    # Best replies in turn until nobody wants to buy more or less.
    bought = [0.3 / n] * n
    for _ in range(200):
        for k in range(n):
            reply = best_reply(sum(bought) - bought[k], elasticity)
            bought[k] += 0.5 * (reply - bought[k])
    price = sum(bought) ** (1.0 / elasticity)
    there = sites(200, recovered_g=100.0)
    p = P.markets._replace(traders=5.0, supply_elasticity=elasticity)
    posted(there, p, 0, 1.0)
    reached = there.price_share[there.traders == n]
    assert len(reached) > 0
    assert reached == pytest.approx(price, rel=1e-3)


def test_each_site_has_the_price_of_its_number_of_traders() -> None:
    n = 4000
    there = sites(n, recovered_g=P.markets.trader_half_g, remoteness=0.5)
    there.discovery_month[0] = UNKNOWN
    posted(there, P.markets, 4, 0.9)
    strength = there.traders[1:] * P.markets.supply_elasticity
    expected = 0.9 * strength / (1.0 + strength)
    np.testing.assert_allclose(there.price_share[1:], expected, rtol=1e-12)
    np.testing.assert_allclose(there.price, 60.0 * there.price_share, rtol=1e-12)
    assert there.traders[0] == 0, "nobody buys on ground nobody knows"
    # One, and a Poisson number more: half the most at the output at which half of them come.
    mean = (P.markets.traders - 1.0) * 0.5 * math.exp(-0.5 / P.markets.trader_reach)
    found = np.bincount(there.traders[1:] - 1, minlength=20)[:20]
    expected_counts = stats.poisson.pmf(np.arange(20), mean) * (n - 1)
    enough = expected_counts > 5.0
    gap = (found[enough] - expected_counts[enough]) ** 2 / expected_counts[enough]
    assert stats.chi2.sf(gap.sum(), enough.sum()) > 1e-4


def test_more_output_and_a_shorter_way_bring_more_traders() -> None:
    n = 2000
    means = {}
    for output, far in ((10.0, 1.0), (1000.0, 1.0), (1000.0, 0.1)):
        there = sites(n, recovered_g=output, remoteness=far)
        posted(there, P.markets, 4, 0.9)
        means[output, far] = there.traders.mean()
    assert means[10.0, 1.0] < means[1000.0, 1.0] < means[1000.0, 0.1]


@pytest.mark.parametrize("served", [0.0, 0.3, 1.0])
def test_traders_of_formal_buyers_stay_away_as_far_as_these_do(served: float) -> None:
    n = 4000
    there = sites(n, recovered_g=1e12, remoteness=0.0, served=served)
    p = P.markets._replace(formal_traders=0.4, traders=6.0)
    posted(there, p, 4, 0.9)
    mean = 5.0 * (0.6 + 0.4 * served)
    assert abs(there.traders.mean() - 1.0 - mean) < 4.0 * (mean / n) ** 0.5


def test_who_is_free_carries_metal_to_the_village_where_that_pays() -> None:
    n = 500
    there, plain = (sites(n, recovered_g=50.0, remoteness=0.5) for _ in range(2))
    posted(plain, P.markets, 4, 0.9)
    middle = float(np.median(plain.price_share))
    posted(there, P.markets, 4, 0.9, village=middle)
    assert there.traders.tolist() == plain.traders.tolist()
    for s in range(n):
        better = middle > plain.price_share[s]
        assert there.to_village[s] == better
        assert there.price_share[s] == (middle if better else plain.price_share[s])
    assert 0 < there.to_village.sum() < n
    assert not plain.to_village.any()


def test_the_way_to_the_village_costs_by_the_kilometre() -> None:
    p = P.markets._replace(village_share=0.95, village_way=0.02)
    found = markets.village_net(p, 0.9, np.array([0.0, 10.0]))
    assert found.tolist() == pytest.approx([0.855, 0.655])


# --- channels -------------------------------------------------------------------------------------


def test_the_wedge_is_what_the_legal_route_costs_more() -> None:
    p = P.markets._replace(
        tax=0.03, due_diligence=0.02, borne_upstream=0.5, compliance=0.01, smuggler_cost=0.02
    )
    assert markets.wedge(p) == pytest.approx(3.0)
    legal, smuggled, mixed = markets.exporters_net(p, np.array([1.0, 0.0, 0.25]))
    assert 100.0 * (smuggled - legal) == pytest.approx(markets.wedge(p))
    assert mixed == pytest.approx(0.25 * legal + 0.75 * smuggled)
    # Who has to sell by the legal route gives up nothing where everybody does.
    cost = markets.legal_cost(p, np.array([1.0, 0.0, 0.25]))
    assert cost.tolist() == pytest.approx([0.0, 1.0 - legal / smuggled, 1.0 - legal / mixed])
    cheap = p._replace(smuggler_cost=0.04, tax=0.0, due_diligence=0.0, compliance=0.0)
    assert markets.legal_cost(cheap, np.array([0.5])).tolist() == [0.0]


@given(st.floats(0.01, 0.99), st.floats(0.0, 6.0), st.floats(0.0, 1.0))
def test_a_sites_legal_share_falls_with_what_formal_buyers_have_left(
    share: float, slope: float, served: float
) -> None:
    p = P.markets._replace(presence_slope=slope)
    usual, there = markets.legal_shares(p, share, np.array([p.served_usual, served]))
    assert usual == pytest.approx(share)
    expected = share / (1.0 - share) * math.exp(slope * (served - p.served_usual))
    assert there / (1.0 - there) == pytest.approx(expected, rel=1e-6)


@given(st.floats(0.0, 0.12), st.floats(-1.6, 0.0), st.floats(0.5, 0.95))
def test_the_legal_share_is_a_logit_in_the_wedge(tax: float, slope: float, zero: float) -> None:
    p = P.markets._replace(tax=tax, wedge_slope=slope, legal_share_at_zero=zero)
    share = markets.legal_target(p)
    odds = share / (1.0 - share)
    expected = zero / (1.0 - zero) * math.exp(slope * markets.wedge(p))
    assert odds == pytest.approx(expected, rel=1e-6)
    level = p._replace(tax=p.smuggler_cost - p.compliance, due_diligence=0.0)
    assert markets.legal_target(level) == pytest.approx(zero)


@given(st.floats(0.02, 0.98), st.floats(0.0, 0.08))
def test_the_gap_in_logits_closes_by_a_fixed_part_each_month(start: float, tax: float) -> None:
    p = P.markets._replace(tax=tax)
    target = markets.legal_target(p)

    def logit(share: float) -> float:
        return math.log(share / (1.0 - share))

    gap = logit(target) - logit(start)
    speed = p.adjust_up if gap > 0.0 else p.adjust_down
    share = start
    for month in range(1, 25):
        share = markets.legal_share(p, share)
        expected = logit(target) - gap * (1.0 - speed) ** month
        assert logit(share) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_it_falls_within_three_months_and_rises_slowly() -> None:
    p = P.markets
    target = markets.legal_target(p)

    def after(share: float, months: int) -> float:
        for _ in range(months):
            share = markets.legal_share(p, share)
        return share

    high, low = min(0.99, target + 0.3), max(0.01, target - 0.3)
    assert after(high, 3) - target < 0.15 * (high - target)
    assert target - after(low, 3) > 0.6 * (target - low)
    assert after(low, 240) == pytest.approx(target, abs=1e-3)


def test_seeds_differ_in_their_price_luck() -> None:
    p = P.price._replace(path="stochastic")
    one, other = (markets.price_path(p, luck(s).price, 12, START, ANNUAL) for s in (0, 1))
    assert one[0] == other[0]
    assert one[1:].tobytes() != other[1:].tobytes()
