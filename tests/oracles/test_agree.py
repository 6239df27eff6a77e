"""Agreements: who signs, what is reviewed, what ending one does; against sums by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import agree, sale
from asmsim.state.columns import empty
from asmsim.state.cooperatives import CONDUCT, DISSOLVED, Cooperatives, conduct
from asmsim.state.people import NOWHERE
from asmsim.state.sites import HARD_ROCK, LEASED, NO_ACT, UNKNOWN
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
A = P.agreement


def coops(n: int, **columns: Any) -> Cooperatives:
    table = empty(Cooperatives, n)
    table.id[:] = np.arange(n) + 1000
    table.site[:] = 0
    table.members[:] = 50
    for part in CONDUCT:
        getattr(table, part)[:] = 0.5
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


# --- signing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("trust", [0.0, 0.5])
def test_contracts_are_taken_up_at_their_chance_and_the_more_the_firm_is_trusted(
    trust: float,
) -> None:
    n = 20_000
    table = coops(n)
    luck = (LUCK.agreement, 9)
    made = agree.sign(table, n, np.ones(n, bool), A, np.full(n, trust), luck)
    chance = min(1.0, A.acceptance + A.trust * trust)
    assert made == table.agreement.sum()
    assert abs(made / n - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert set(table.agreement_month[table.agreement == 1].tolist()) == {9}
    assert set(table.agreement_month[table.agreement == 0].tolist()) == {-1}


def test_who_does_not_sign() -> None:
    table = coops(6)
    table.agreement[1], table.agreement_month[1] = 1, 3
    table.papers[2] = DISSOLVED
    table.members[3] = 0
    table.safety[4] = table.mercury[4] = 0.0
    offered = np.array([True, True, True, True, True, False])
    p = A._replace(acceptance=1.0, conduct=0.4)
    assert conduct(table)[4] == pytest.approx(0.3)
    assert agree.sign(table, 6, offered, p, np.ones(6), (LUCK.agreement, 9)) == 1
    assert table.agreement.tolist() == [1, 1, 0, 0, 0, 0]
    assert table.agreement_month[:2].tolist() == [9, 3]


def test_trust_in_is_the_mean_of_members() -> None:
    rng = np.random.default_rng(6)
    them = people(300, cooperative=rng.integers(-1, 3, 300), trust_firm=rng.random(300))
    found = agree.trust_in(them, 4)
    for c in range(3):
        assert found[c] == pytest.approx(them.trust_firm[them.cooperative == c].mean())
    assert found[3] == 0.0


def test_the_firm_is_ready_to_buy_from_the_same_share_month_by_month() -> None:
    n = 5000
    table = coops(n)
    found = agree.willing(table, n, LUCK.agreement, np.full(n, 0.3))
    assert found.tolist() == [uniform(LUCK.agreement, 0, 1000 + c, 1) < 0.3 for c in range(n)]
    more = agree.willing(table, n, LUCK.agreement, np.full(n, 0.6))
    assert np.all(more[found]), "a larger share keeps those of a smaller one"


# --- review ---------------------------------------------------------------------------------------


@given(st.integers(0, 80), st.floats(6.0, 60.0))
def test_reviews_come_round_but_not_in_the_month_of_signing(age: int, months: float) -> None:
    table = coops(2, agreement=[1, 0], agreement_month=5)
    found = agree.due(table, 2, A._replace(review_months=months), 5 + age)
    assert found.tolist() == [age > 0 and age % int(months) == 0, False]


@given(st.floats(0.0, 500.0), st.floats(0.0, 5.0), st.floats(0.0, 2e4))
def test_the_firm_would_rather_mine_where_its_margin_is_worth_more(
    dug: float, mechanising: float, costs: float
) -> None:
    there = sites(2, contained_g=dug, industrial=0.5, holder=[0, -1])
    p = A._replace(mechanising=mechanising)
    found = agree.pays_less(there, p, 12.0, np.full(2, costs))
    assert found.tolist() == [mechanising * dug * 0.5 * 12.0 > costs, False]


# --- the end --------------------------------------------------------------------------------------


def test_who_is_let_down_loses_trust_and_the_ground_goes_back_when_nobody_is_left() -> None:
    them = people(40, cooperative=[0] * 10 + [1] * 10 + [2] * 10 + [NOWHERE] * 10, trust_firm=0.8)
    there = sites(2, act=LEASED, act_month=4)
    table = coops(3, site=[0, 0, 1], agreement=1, agreement_month=[5, 9, 12])
    assert agree.end(them, table, there, np.array([0]), A, 20) == 15
    assert table.agreement.tolist() == [0, 1, 1]
    assert there.act.tolist() == [LEASED, LEASED], "another contract holds there"
    assert set(them.trust_firm[:10].tolist()) == {0.8 * (1.0 - A.broken_trust)}
    assert set(them.trust_firm[10:].tolist()) == {0.8}
    assert agree.end(them, table, there, np.array([1, 2]), A, 20) == 19
    assert there.act.tolist() == [NO_ACT, NO_ACT]
    assert there.act_month.tolist() == [UNKNOWN, UNKNOWN]


# --- tribute --------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.floats(0.0, 500.0), st.floats(0.0, 0.5), st.integers(0, 3)),
        min_size=1,
        max_size=8,
    )
)
def test_tribute_is_told_by_the_gross_of_each_site(ground: list[tuple[float, float, int]]) -> None:
    n = len(ground)
    there = sites(n, ore=HARD_ROCK, price=50.0, village=0)
    there.recovered_g[:] = [g for g, _, _ in ground]
    there.contained_g[:] = 2.5 * there.recovered_g
    there.tribute[:] = [rate for _, rate, _ in ground]
    there.processors[:] = [processors for _, _, processors in ground]
    takings = sale.share_gross(there, villages(1), P.pit)
    by_site = agree.tribute_usd(there, P.pit)
    gross = there.recovered_g * 50.0 * (1.0 + 1.5 * P.pit.tailings_value)
    np.testing.assert_allclose(by_site, there.tribute * gross, atol=1e-9)
    assert takings.tribute == pytest.approx(float(by_site.sum()))


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0.0, 1.0)), min_size=1, max_size=6))
def test_answering_for_miners_costs_by_heads_and_by_what_is_missing_of_conduct(
    groups: list[tuple[int, float]],
) -> None:
    n = len(groups)
    coops = empty(Cooperatives, n)
    coops.members[:] = [members for members, _ in groups]
    for part in CONDUCT:
        getattr(coops, part)[:] = [conduct for _, conduct in groups]
    p = A._replace(liability_usd=240.0)
    expected = [20.0 * members * (1.0 - conduct) for members, conduct in groups]
    assert agree.liability_usd(coops, n, p).tolist() == pytest.approx(expected, abs=1e-9)


@given(st.floats(0.0, 0.4), st.floats(1.0, 1e5), st.integers(0, 3))
def test_the_gross_is_told_from_what_was_left_of_it(
    tribute: float, gross: float, processors: int
) -> None:
    there = sites(1, tribute=tribute, processors=processors, recovered_g=1.0, price=gross)
    there.contained_g[0] = 1.0
    sale.share_gross(there, villages(1), P.pit)
    assert agree.gross_usd(there, P.pit)[0] == pytest.approx(gross)
    assert agree.tribute_usd(there, P.pit)[0] == pytest.approx(tribute * gross)
