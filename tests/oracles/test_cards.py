"""Cards: who buys one, at what rate; what it makes of people (R1)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from asmsim.luck import uniform
from asmsim.rules import cards, organise
from asmsim.state.columns import empty
from asmsim.state.cooperatives import LICENSED, LODGED, Cooperatives
from asmsim.state.people import FORMAL, ILLEGAL, INFORMAL, LEGAL, LEGITIMATE, NOWHERE
from asmsim.state.sites import ASM_ZONE, CEDED, CONCESSION_CORE, OPEN, OTHER_TITLE
from tests.defaults import defaults
from tests.oracles.tables import LUCK, people, sites

P = defaults()
CARD, ORG = P.card, P.organise
MONTH = 14
BRIBES = 30.0


def law(**given: object) -> object:
    return P.law._replace(**given)


def test_where_a_card_holds() -> None:
    there = sites(5, tenure=[OPEN, ASM_ZONE, CEDED, OTHER_TITLE, CONCESSION_CORE])
    for open_, zones in ((False, False), (True, False), (False, True), (True, True)):
        found = cards.ground(there, law(card_open=open_, card_zones=zones))
        assert found.tolist() == [open_, zones, zones, False, False]


@pytest.mark.parametrize("seed", range(3))
def test_buying_agrees_with_a_naive_loop(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 2000
    them = people(n, site=rng.integers(-1, 2, n), local=rng.integers(0, 2, n))
    them.arrived[:] = rng.integers(-30, MONTH, n)
    them.savings[:], them.expected[:] = rng.uniform(0.0, 100.0, n), rng.lognormal(4.5, 0.8, n)
    them.card_until[:] = rng.integers(MONTH - 12, MONTH + 3, n)
    p, here = CARD._replace(buys=3.0), np.array([True, False])
    own, held = them.savings.copy(), them.card_until.copy()
    for i in range(n):
        new = not them.local[i] and MONTH - them.arrived[i] < 6
        if them.site[i] != 0 or held[i] >= MONTH or own[i] < p.fee_usd or new:
            continue
        net = BRIBES + p.tenure_value * 12.0 * them.expected[i] - p.fee_usd
        eager = 2.0 / (1.0 + math.exp(-ORG.sensitivity * net / ORG.net_scale_usd))
        if uniform(LUCK.card, MONTH, i, 0) < 1.0 - math.exp(-p.buys / 12.0 * eager):
            own[i] -= p.fee_usd
            held[i] = MONTH + 11
    terms = (p, ORG, law(residence_months=6.0))
    fees = cards.buy(them, here, BRIBES, terms, LUCK.card, MONTH)
    bought = int(np.count_nonzero(them.card_until == MONTH + 11))
    assert fees == pytest.approx(bought * p.fee_usd) != 0.0
    np.testing.assert_allclose(them.savings, own)
    assert them.card_until.tolist() == held.tolist()


def status(rules: object, **columns: object) -> list[int]:
    """Classes of locals and of two migrants, the one new, on open ground, in a zone, on a core."""
    them = people(9, site=[0, 0, 0, 1, 1, 1, 2, 2, 2], local=[1, 0, 0] * 3)
    them.arrived[:] = [0, MONTH - 1, 0] * 3
    for name, value in columns.items():
        getattr(them, name)[:] = value
    there = sites(3, tenure=[OPEN, ASM_ZONE, CONCESSION_CORE], intrusion=[0, 0, 1])
    coops = empty(Cooperatives, 2)
    coops.papers[:], coops.lodged_month[:] = [LICENSED, LODGED], MONTH
    coops.safety[:] = coops.children[:] = 0.5
    terms = (ORG, rules, cards.ground(there, rules))
    organise.derive_status(them, there, coops, terms, MONTH)
    return them.status.tolist()


@pytest.mark.row("R1")
def test_a_card_is_all_that_is_asked_for_where_it_holds() -> None:
    both = law(card_open=True, card_zones=True)
    assert status(both, card_until=MONTH) == [LEGAL] * 6 + [ILLEGAL] * 3
    assert status(both, card_until=MONTH - 1) == [INFORMAL] * 6 + [ILLEGAL] * 3
    zones = status(law(card_zones=True), card_until=MONTH)
    assert zones == [INFORMAL] * 3 + [LEGAL] * 3 + [ILLEGAL] * 3


@pytest.mark.row("R1", "R6", "R12")
def test_custom_takes_in_locals_and_who_has_been_there_long_enough() -> None:
    found = status(law(customary=True))
    assert found == [LEGAL, INFORMAL, LEGAL] + [INFORMAL] * 3 + [ILLEGAL] * 3
    longer = status(law(customary=True, residence_months=24.0))
    assert longer[:3] == [LEGAL, INFORMAL, INFORMAL]


@pytest.mark.row("R1")
def test_formal_comes_before_legal_and_legal_before_legitimate() -> None:
    custom = law(customary=True)
    assert status(custom, cooperative=0)[:3] == [FORMAL] * 3
    assert status(custom, cooperative=1)[:3] == [LEGAL, LEGITIMATE, LEGAL]
    assert status(custom, cooperative=NOWHERE)[:3] == [LEGAL, INFORMAL, LEGAL]
