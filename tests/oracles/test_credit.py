"""Banks, guarantees and loans for papers, against sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import credit, loans
from asmsim.state.columns import empty
from asmsim.state.cooperatives import DISSOLVED, LODGED, Cooperatives
from asmsim.state.parameters import Credit, Licence
from asmsim.state.people import AWAY, DEAD, FARMING, FORMAL, INFORMAL, LEGAL, NETWORK, People
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people

P = defaults()
C: Credit = P.credit
WHEN = (LUCK.credit, 7)
share = st.floats(0.0, 1.0)


@given(st.floats(0.0, 500.0), st.floats(0.0, 5000.0), st.floats(0.1, 20.0))
def test_what_banks_fear_gives_way_to_what_they_see(
    lost: float, years: float, scale: float
) -> None:
    found = credit.feared(C, lost * scale, years * scale, scale)
    weight = C.fear_loans
    assert found == pytest.approx((C.fear_year * weight + lost) / (weight + years))
    assert credit.feared(C, 0.0, 0.0, scale) == pytest.approx(C.fear_year)


@given(share, st.floats(0.0, 1.0), st.floats(0.0, 0.04))
def test_banks_lend_as_far_as_they_earn_more_than_they_lose(
    cover: float, expected: float, margin: float
) -> None:
    p = C._replace(cover=cover, rate=C.money_rate + margin)
    found = credit.willing(p, expected)
    earned, lost = 12.0 * (p.rate - p.money_rate), expected * (1.0 - cover)
    if earned <= lost:
        assert found == 0.0
    else:
        assert found == pytest.approx(1.0 - lost / earned)


def test_without_a_guarantee_nobody_lends_and_with_one_some_do() -> None:
    assert credit.willing(C, C.fear_year) == 0.0
    assert 0.0 < credit.willing(C._replace(cover=C.cover_share), C.fear_year) < 1.0


def borrowers(n: int) -> People:
    """Diggers with an income and a loan."""
    return people(n, income=200.0, loan=100.0)


def test_borrowers_pay_interest_and_no_more_than_their_part_of_income() -> None:
    p = C._replace(default_year=0.0)
    them = borrowers(3)
    them.loan[:] = [100.0, 5.0, 0.0]
    repaid, lost, defaults_, running = credit.serve(them, p, WHEN)
    asked = [min(loan * (1.0 + p.rate), p.instalment * 200.0) for loan in (100.0, 5.0)]
    assert repaid == pytest.approx(sum(asked))
    assert (lost, defaults_, running) == (0.0, 0, 2)
    assert them.loan.tolist() == pytest.approx([100.0 * (1.0 + p.rate) - asked[0], 0.0, 0.0])
    assert them.income.tolist() == pytest.approx([200.0 - asked[0], 200.0 - asked[1], 200.0])


def test_loans_of_the_dead_the_gone_and_those_who_give_up_are_lost() -> None:
    n = 3000
    them = borrowers(n)
    them.occupation[:2] = [DEAD, AWAY]
    repaid, lost, defaults_, running = credit.serve(them, C, WHEN)
    chance = 1.0 - math.exp(-C.default_year / 12.0)
    gives_up = [uniform(*WHEN, i, credit.GIVES_UP) < chance for i in range(n)]
    gives_up[:2] = [True, True]
    assert defaults_ == sum(gives_up) > 10
    assert running == n
    assert lost == pytest.approx(100.0 * sum(gives_up))
    assert repaid == pytest.approx(0.2 * 200.0 * (n - sum(gives_up)))
    assert them.barred.tolist() == [int(gone) for gone in gives_up]
    assert not them.loan[np.array(gives_up)].any()


def test_loans_buy_those_with_papers_out_of_debt_at_the_pit() -> None:
    n = 4000
    them = people(n, debt=60.0, status=FORMAL)
    them.status[:500] = INFORMAL
    them.status[500:1000] = LEGAL
    them.occupation[1000:1200], them.barred[1200:1400] = FARMING, 1
    them.lender[1400:1600], them.debt[1600:1800] = NETWORK, 0.0
    lent = credit.lend(them, 0.3, WHEN)
    may = np.ones(n, bool)
    may[:500] = may[1000:1800] = False
    asks = np.array([uniform(*WHEN, i, credit.ASKS) < 0.3 for i in range(n)])
    assert np.flatnonzero(them.loan > 0.0).tolist() == np.flatnonzero(may & asks).tolist()
    assert lent == pytest.approx(60.0 * np.count_nonzero(may & asks))
    assert set(them.loan.tolist()) == {0.0, 60.0}
    assert not them.debt[may & asks].any()


# --- loans for papers -----------------------------------------------------------------------------


@given(st.floats(0.0, 5000.0), st.floats(0.0, 5000.0), st.floats(200.0, 20_000.0))
def test_a_loan_for_papers_is_paid_back_in_equal_parts_out_of_what_there_is(
    owed: float, treasury: float, fee: float
) -> None:
    p: Licence = P.licence._replace(fee_usd=fee, loan_years=3.0)
    coops = empty(Cooperatives, 2)
    coops.papers[:] = [LODGED, DISSOLVED]
    coops.owed[:], coops.treasury[:] = owed, [treasury, 0.0]
    paid = loans.repay(coops, 2, p)
    assert paid == pytest.approx(min(owed, treasury, fee / 36.0))
    assert coops.owed.tolist() == pytest.approx([owed - paid, 0.0]), (
        "what the dissolved owe is lost"
    )
    assert coops.treasury[0] == pytest.approx(treasury - paid)
