"""The ledger: every payment has two ends, and what does not close is found."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.ledger import LINES, OUTSIDE, PARTIES, TOLERANCE, Ledger, Mass

NOTHING = dict.fromkeys(PARTIES, 0.0)


@pytest.fixture
def ledger() -> Ledger:
    opened = Ledger()
    opened.open(dict(NOTHING))
    return opened


@pytest.mark.parametrize("name", LINES)
def test_every_line_has_two_ends(name: str) -> None:
    line = LINES[name]
    assert line.payer in PARTIES + OUTSIDE
    assert line.payee in PARTIES + OUTSIDE
    assert line.payer != line.payee
    assert line.meaning


@pytest.mark.parametrize("name", LINES)
def test_a_payment_moves_between_its_two_ends_and_nowhere_else(ledger: Ledger, name: str) -> None:
    ledger.book(name, 5.0)
    ledger.book(name, 2.0)
    line = LINES[name]
    assert ledger.amount(name) == 7.0
    for party in PARTIES + OUTSIDE:
        expected = 7.0 * ((party == line.payee) - (party == line.payer))
        assert ledger.net(party) == expected


@given(st.lists(st.tuples(st.sampled_from(sorted(LINES)), st.floats(0.0, 1e9)), max_size=20))
def test_all_the_world_nets_to_nothing(payments: list[tuple[str, float]]) -> None:
    ledger = Ledger()
    ledger.open(dict(NOTHING))
    for name, amount in payments:
        ledger.book(name, amount)
    total = sum(ledger.net(party) for party in PARTIES + OUTSIDE)
    assert abs(total) <= 1e-12 * (1.0 + float(ledger.month.sum()))
    ledger.close({party: ledger.net(party) for party in PARTIES})


@pytest.mark.parametrize("amount", [-1e-9, -1.0, math.nan, -math.inf, math.inf])
def test_no_payment_is_negative_or_undefined(ledger: Ledger, amount: float) -> None:
    with pytest.raises(AssertionError, match=r"ledger: bribe .*is no payment"):
        ledger.book("bribe", amount)
    assert ledger.amount("bribe") == 0.0


def test_an_unknown_line_is_refused(ledger: Ledger) -> None:
    with pytest.raises(KeyError):
        ledger.book("a gift", 1.0)


@pytest.mark.parametrize("party", PARTIES)
def test_a_gap_is_found_and_named(ledger: Ledger, party: str) -> None:
    with pytest.raises(AssertionError, match=rf"{party} is off by 0\.01"):
        ledger.close(NOTHING | {party: 0.01})


def test_a_payment_that_no_table_shows_is_a_gap(ledger: Ledger) -> None:
    ledger.book("dues", 3.0)
    with pytest.raises(AssertionError, match="people is off by 3"):
        ledger.close(NOTHING)
    ledger.close(NOTHING | {"people": -3.0, "cooperatives": 3.0})


def test_the_tolerance_goes_with_the_turnover(ledger: Ledger) -> None:
    ledger.book("firm_sales", 1e9)
    fair = 1e9 * TOLERANCE
    ledger.close(NOTHING | {"firm": 1e9 + fair})
    with pytest.raises(AssertionError, match="firm is off"):
        ledger.close(NOTHING | {"firm": 1e9 + 4.0 * fair})


@pytest.mark.parametrize("holdings", [math.nan, math.inf])
def test_holdings_that_are_no_amount_do_not_close(ledger: Ledger, holdings: float) -> None:
    with pytest.raises(AssertionError, match=f"villages holds {holdings}"):
        ledger.close(NOTHING | {"villages": holdings})


@pytest.mark.parametrize(
    ("mass", "message"),
    [
        (Mass(10.0, 6.0, 3.0, 6.0), "1.0 g unaccounted for, 0.0 g unsold"),
        (Mass(10.0, 6.0, 4.0, 5.0), "0.0 g unaccounted for, 1.0 g unsold"),
        (Mass(10.0, 6.0, 4.0, math.nan), "unsold"),
    ],
)
def test_grams_that_are_lost_are_found(ledger: Ledger, mass: Mass, message: str) -> None:
    ledger.mass = Mass(10.0, 6.0, 4.0, 6.0)
    ledger.close(NOTHING)
    ledger.mass = mass
    with pytest.raises(AssertionError, match=message):
        ledger.close(NOTHING)


def test_a_new_month_begins_with_nothing_booked(ledger: Ledger) -> None:
    ledger.book("wage", 3.0)
    ledger.mass = Mass(1.0, 1.0, 0.0, 1.0)
    ledger.open(NOTHING | {"people": 3.0})
    assert not ledger.month.any()
    assert ledger.mass == Mass()
    ledger.close(NOTHING | {"people": 3.0})
