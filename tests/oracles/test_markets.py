"""Prices against closed forms, best replies and interpolation by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
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


def test_who_knows_the_price_answers_offers_more_sharply() -> None:
    known = P.information._replace(error=0.1, spread=0.2)
    base = P.markets.supply_elasticity
    found = [
        markets.informed(P.markets, known._replace(reach=reach)).supply_elasticity / base
        for reach in (0.0, 0.5, 1.0)
    ]
    # Of the signal 0.04 in 0.05 gets through with the whole error, then 0.04 in 0.0425, then all.
    assert found == pytest.approx([1.0, 0.05 / 0.0425, 1.25])
    sure = known._replace(error=0.0, reach=1.0)
    assert markets.informed(P.markets, sure) == P.markets


def test_seeds_differ_in_their_price_luck() -> None:
    p = P.price._replace(path="stochastic")
    one, other = (markets.price_path(p, luck(s).price, 12, START, ANNUAL) for s in (0, 1))
    assert one[0] == other[0]
    assert one[1:].tobytes() != other[1:].tobytes()


@pytest.mark.parametrize(("usual", "more"), [(1.0, 0.5), (4.0, 0.3), (8.5, 1.0)])
def test_bank_loans_bring_more_of_the_traders_beyond_the_first(usual: float, more: float) -> None:
    p = P.markets._replace(traders=usual)
    assert markets.financed(p, more).traders - 1.0 == pytest.approx((usual - 1.0) * (1.0 + more))
    assert markets.financed(p, 0.0) is p
