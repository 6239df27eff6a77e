"""Buyers of cooperatives' metal: against sums by hand, naive loops and closed forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.agents.outlet import Outlet, Place, Sold
from asmsim.rules import members, outlets, routes, sale
from asmsim.state.bodies import Market
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
from asmsim.state.sites import ASM_ZONE, CEDED, CONCESSION_CORE, LEASED, OPEN, OTHER_TITLE, Sites
from asmsim.state.terms import (
    ANYWHERE,
    NO_SCHEME,
    PREPARED,
    SET_ASIDE,
    Goods,
    Terms,
    Took,
    together,
)
from tests.defaults import defaults, differ
from tests.oracles.tables import people, sites, villages

P = defaults()
NO_COST = np.zeros(1)
WORLD = 60.0  # USD/g
KINDS = differ()
SHARES = st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4)


def coops(n: int, **columns: Any) -> Cooperatives:
    table = empty(Cooperatives, n)
    table.id[:] = np.arange(n)
    table.site[:] = 0
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


def terms(**own: float) -> Terms[float]:
    """Terms of a buyer who takes whatever there is at the world price."""
    usual: dict[str, float] = dict.fromkeys(Terms._fields, 0.0)
    usual |= {"floor": WORLD, "presence": 1.0, "demand_g": 1e9, "scheme": NO_SCHEME}
    return Terms(**(usual | own))


def stand(table: Cooperatives, there: Sites, month: int = 0, **organise: float) -> outlets.Others:
    cost = np.full(len(there.id), 0.02)
    return outlets.stand(table, there, cost, (month, 0), P.organise._replace(**organise))


class Deal:
    """What comes of a deal between cooperatives and outlets."""

    def __init__(
        self, table: Cooperatives, there: Sites, grams: Any, each: list[Terms[float]], **p: float
    ) -> None:
        self.funds = np.zeros(3)
        self.goods = Goods(np.asarray(grams, float), np.zeros(len(table.id)))
        took = np.zeros((len(Took._fields), len(each)))
        self.each, self.able = outlets.deal(
            table,
            there,
            (self.funds, np.full(len(there.id), 0.02), self.goods),
            together(each),
            Took(*took),
            (0, 0, WORLD, P.markets.wedge_slope),
            P.organise._replace(**p),
        )
        self.took = [Took(*row) for row in took.T.tolist()]


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
        found = stand(table, there, month)
        assert found.able.tolist() == [expected, expected, False, False]
        assert found.licensed.tolist() == [papers == LICENSED] * 4


def test_a_mineral_is_sold_by_those_who_dig_it() -> None:
    table = coops(2, site=[0, 1], papers=LICENSED, safety=1.0, children=1.0)
    found = stand(table, sites(2, mineral=[0, 1]))
    assert found.able.tolist() == [True, False]
    assert found.conduct[1] == outlets.NO_STANDARD


def test_a_standard_is_reached_by_the_mean_and_without_gravest_abuse() -> None:
    table = coops(3, papers=LICENSED, mercury=0.9, organisation=0.9, records=0.9)
    table.safety[:], table.children[:] = [0.5, 0.15, 0.5], [0.5, 0.9, 0.29]
    assert conduct(table) == pytest.approx([0.74, 0.75, 0.698])
    shown = stand(table, sites(1), gravest=0.2).conduct
    assert shown == pytest.approx([0.74, outlets.NO_STANDARD, 0.698])
    table.papers[0] = LAPSED
    assert stand(table, sites(1), gravest=0.2).conduct[0] == outlets.NO_STANDARD


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        (ANYWHERE, [True] * 5),
        (SET_ASIDE, [False, True, True, True, False]),
        (PREPARED, [False, False, False, False, True]),
    ],
)
def test_an_outlet_buys_on_the_ground_it_may(ground: int, expected: list[bool]) -> None:
    tenures = [OPEN, ASM_ZONE, CEDED, LEASED, OPEN]
    there = sites(5, tenure=tenures, prepared=[0, 0, 0, 0, 1], price=50.0)
    table = coops(5, site=range(5), papers=LICENSED, safety=1.0, children=1.0)
    Deal(table, there, np.full(5, 10.0), [terms(ground=ground)])
    assert (table.outlet > 0.0).tolist() == expected


# --- what it pays, and what members sell ----------------------------------------------------------


def test_what_members_get_elsewhere_depends_on_papers_and_open_channels() -> None:
    there = sites(1, price=50.0, channel=0.5)
    table = coops(2, papers=[LICENSED, LODGED])
    found = stand(table, there, access_premium=0.06, finance_gain=0.1)
    assert found.pays.tolist() == pytest.approx([50.0 * 1.02, 50.0])
    assert found.legal.tolist() == pytest.approx([50.0 * 1.04] * 2)
    assert found.felt.tolist() == pytest.approx([50.0 * 1.07, 50.0])
    assert found.freed.tolist() == pytest.approx([50.0 * 0.1] * 2)


def test_sellers_turn_as_metal_leaves_licensed_channels() -> None:
    p = P.markets._replace(wedge_slope=-0.7)
    losses = np.array([-0.1, 0.0, 0.02, 0.3])
    one_by_one = [outlets.turned(p.wedge_slope, loss) for loss in losses.tolist()]
    assert one_by_one == pytest.approx(routes.leaving(p, losses).tolist())


def test_members_sell_to_who_pays_as_much_and_turn_from_who_pays_less() -> None:
    there = sites(4, price=[54.0, 60.0, 61.2, 61.2], channel=0.0)
    table = coops(4, site=range(4), papers=[LICENSED, LODGED, LODGED, LICENSED])
    table.safety[:] = table.children[:] = 1.0
    Deal(table, there, np.full(4, 10.0), [terms(declared=0.3)])
    left = math.exp(P.markets.wedge_slope * 2.0)
    assert table.outlet.tolist() == pytest.approx([1.0, 1.0, left, 0.3 + 0.7 * left])


def test_who_pays_best_has_first_choice_and_takes_the_same_part_of_all() -> None:
    grams = np.array([10.0, 30.0, 60.0])
    rich = 60.0, [1.0, 1.0, 0.0], 20.0
    poor = 50.0, [0.5, 0.0, 1.0], 1e9
    for each in ((rich, poor), (poor, rich)):
        price = np.array([np.full(3, usd) for usd, _, _ in each])
        wanted, demand = np.array([w for _, w, _ in each]), np.array([d for _, _, d in each])
        taken = outlets.ration(price, wanted, grams, demand)
        first, second = taken if each[0] is rich else taken[::-1]
        assert first.tolist() == pytest.approx([0.5, 0.5, 0.0])
        assert second.tolist() == pytest.approx([0.25, 0.0, 1.0])


@given(SHARES, SHARES, SHARES, st.floats(0.0, 200.0), st.floats(0.0, 200.0))
def test_no_metal_is_sold_twice_and_no_demand_exceeded(
    one: list[float], other: list[float], metal: list[float], much: float, little: float
) -> None:
    grams = 50.0 * np.array(metal)
    prices = np.array([52.0, 40.0, 61.0, 50.0])
    wanted, demand = np.array([one, other]), np.array([much, little])
    taken = outlets.ration(np.array([prices, prices[::-1]]), wanted, grams, demand)
    assert np.all(taken[0] + taken[1] <= 1.0 + 1e-12)
    assert np.all(taken >= 0.0)
    assert np.all(taken <= wanted + 1e-12)
    assert np.all((taken * grams).sum(axis=1) <= demand * (1.0 + 1e-9) + 1e-9)


def test_all_of_the_metal_is_no_more_than_all_of_it() -> None:
    """0.54 + 0.36 + 0.1 as they are kept come to a hair more than one."""
    parts = np.array([[1.0], [0.4], [0.1]])
    taken = outlets.ration(np.array([[58.0], [59.0], [60.0]]), parts, np.ones(1), np.full(3, 1e9))
    assert taken[0] + taken[1] + taken[2] > 1.0
    table = coops(1, papers=LICENSED, safety=1.0, children=1.0)
    buyers = [terms(floor=58.0 + k, presence=part) for k, part in enumerate(parts[:, 0].tolist())]
    Deal(table, sites(1, price=50.0), [1.0], buyers)
    assert table.outlet.tolist() == [1.0]


def test_who_cannot_pay_for_an_audit_or_gains_less_by_it_takes_no_part() -> None:
    table = coops(3, papers=LICENSED, safety=1.0, children=1.0, treasury=[100.0, 30.0, 100.0])
    scheme = terms(usual=1.0, premium=5.0, to_treasury=0.4, to_fund=0.2, scheme=1, dues=50.0)
    found = Deal(table, sites(1, price=55.0), [20.0, 20.0, 1.0], [scheme])
    (took,) = found.took
    assert took.audited == took.sellers == 1.0
    assert table.certified.tolist() == [2, 0, 0]
    assert table.treasury.tolist() == pytest.approx([100.0 + 20.0 * 5.0 * 0.4 - 50.0, 30.0, 100.0])
    assert found.funds[0] == took.fund_usd == pytest.approx(20.0 * 5.0 * 0.2)
    assert took.paid_usd == pytest.approx(20.0 * (WORLD + 5.0 * 0.4))
    assert took.premium_usd == pytest.approx(100.0)
    assert found.goods.promised.tolist() == [50.0, 0.0, 0.0]


def test_what_is_promised_to_one_scheme_cannot_be_promised_to_another() -> None:
    scheme = terms(usual=1.0, premium=5.0, scheme=0, dues=50.0)
    for treasury, certified in ((120.0, 3), (80.0, 1)):
        table = coops(1, papers=LICENSED, safety=1.0, children=1.0, treasury=treasury)
        found = Deal(table, sites(1, price=55.0), [50.0], [scheme, scheme._replace(scheme=1)])
        assert table.certified.tolist() == [certified]
        assert [took.audited for took in found.took] == [1.0, float(certified == 3)]


def test_the_state_trains_those_it_may_buy_from_and_exports_what_it_buys() -> None:
    there = sites(2, tenure=[ASM_ZONE, OPEN], price=50.0)
    table = coops(2, site=[0, 1], papers=LICENSED, members=[10, 20], safety=0.4, children=0.4)
    state = terms(
        standard=0.9, ground=SET_ASIDE, presence=0.5, trains=0.2, teaches=3.0, exports=1.0
    )
    (took,) = Deal(table, there, [10.0, 10.0], [state]).took
    assert took.grams == 0.0
    assert took.trained == pytest.approx(0.2 * 0.5 * 10)
    assert table.spur.tolist() == pytest.approx([1.0 + 3.0 * 0.1, 1.0])
    (took,) = Deal(table, there, [10.0, 10.0], [state._replace(standard=0.0)]).took
    assert there.state_g.tolist() == pytest.approx([5.0, 0.0])
    assert took.grams == pytest.approx(5.0)


@given(st.integers(0, 2**32 - 1))
def test_a_deal_is_as_columns_have_it(seed: int) -> None:
    """Against the same reckoned with whole columns, one outlet after another."""
    rng = np.random.default_rng(seed)
    n, q = 6, P.organise
    there = sites(3, price=rng.uniform(0.0, 70.0, 3), channel=rng.uniform(0.0, 1.0, 3))
    there.tenure[:], there.village[:] = [OPEN, ASM_ZONE, OTHER_TITLE], [0, 1, 2]
    table = coops(n, site=rng.integers(0, 3, n), papers=rng.choice([NONE, LODGED, LICENSED], n))
    table.members[:], table.treasury[:] = rng.integers(0, 30, n), rng.uniform(0.0, 500.0, n)
    for part in ("safety", "children", "mercury", "organisation", "records"):
        getattr(table, part)[:] = rng.uniform(0.2, 1.0, n)
    grams, before = rng.uniform(0.0, 90.0, n), table.treasury.copy()
    scheme = terms(usual=1.0, frees=1.0, premium=2.0, to_fund=0.3, to_treasury=0.5, scheme=0)
    public = terms(floor=rng.uniform(40.0, 70.0), standard=0.5, licensed=1.0, exports=1.0)
    each = [scheme._replace(dues=40.0), public._replace(declared=0.3, presence=0.7)]
    each = [one._replace(demand_g=rng.uniform(0.0, 200.0)) for one in each]
    others = stand(table, there)
    found = Deal(table, there, grams, each)

    certified, state = each
    price = np.array([np.maximum(WORLD, others.legal) + 2.0 * 0.2, np.full(n, state.floor)])
    better = price[0] + others.freed - others.felt
    share = 1.0 - routes.leaving(P.markets, -better / WORLD)
    gain = share * grams * (better + 2.0 * 0.5)
    wanted = np.zeros((2, n))
    wanted[0] = share * (others.conduct >= 0.0) * (before >= 40.0) * (gain >= 40.0)
    turned = routes.leaving(P.markets, (others.felt - price[1]) / WORLD)
    kept = np.where(others.licensed, 0.7, 1.0)
    wanted[1] = 0.7 * (1.0 - kept * turned) * others.licensed * (others.conduct >= 0.5)
    taken = outlets.ration(price, wanted, grams, np.array([certified.demand_g, state.demand_g]))
    sold = taken * grams
    assert table.outlet == pytest.approx(np.minimum(1.0, taken.sum(axis=0)))
    pit = np.where(there.price > 0.0, there.price, 1.0)[table.site]
    assert table.price == pytest.approx(1.0 + (taken * (price / pit - 1.0)).sum(axis=0))
    assert table.treasury == pytest.approx(before + sold[0] - 40.0 * (wanted[0] > 0.0))
    assert [took.grams for took in found.took] == pytest.approx(sold.sum(axis=1))
    assert [took.paid_usd for took in found.took] == pytest.approx((sold * price).sum(axis=1))
    assert [took.offered_g for took in found.took] == pytest.approx((wanted * grams).sum(axis=1))
    assert [took.sellers for took in found.took] == (sold > 0.0).sum(axis=1).tolist()
    assert found.funds == pytest.approx(np.bincount(table.site, 0.6 * sold[0], minlength=3))
    assert there.state_g == pytest.approx(np.bincount(table.site, sold[1], minlength=3))
    spur = [outlets.spurred(q, 12.0 * 1.6 * sold[0, c], int(table.members[c])) for c in range(n)]
    assert table.spur == pytest.approx(spur)
    gained, able = np.maximum(0.0, sold * (price - others.pays)).sum(), others.able
    whole = float((table.members * able).sum())
    assert found.each == pytest.approx(gained / whole if whole else 0.0)
    assert found.able == able.sum()


def test_what_is_noted_is_of_all_minerals() -> None:
    nothing = Took(*np.zeros(len(Took._fields)).tolist())
    some = nothing._replace(grams=5000.0, paid_usd=280_000.0, offered_g=8000.0, sellers=3.0)
    first, second = (Place(mineral, P, Market(), usd) for mineral, usd in ((0, 56.0), (1, 0.02)))
    buyer = Outlet.__new__(Outlet)
    buyer.note([Sold(first, some, 4), Sold(second, nothing, 2)])
    assert (buyer.bought_kg, buyer.second_kg, buyer.pays) == (5.0, 0.0, 1.0)
    assert buyer.reason is not None
    assert buyer.reason.numbers == {"sellers": 3, "able": 6, "taken": 5.0, "offered": 8.0}
    buyer.note([Sold(first, nothing, 4), Sold(second, some, 2)])
    assert (buyer.bought_kg, buyer.second_kg) == (0.0, 5.0)
    buyer.note([Sold(first, nothing, 4)])
    assert buyer.pays == 0.0


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
    found, sellers = members.metal(them, 2)
    assert (
        sellers.tolist() == np.flatnonzero((them.cooperative >= 0) & (them.gold_g > 0.0)).tolist()
    )
    assert found.tolist() == pytest.approx(
        [float(them.gold_g[them.cooperative == c].sum()) for c in (0, 1)]
    )
    members.lift(them, sellers, there, (outlet, price), KINDS)
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
    found = [outlets.spurred(p, usd, 10) for usd in (0.0, 500.0, 1500.0)]
    assert found == pytest.approx([1.0, 1.4, 1.6])
