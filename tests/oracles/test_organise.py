"""Cooperatives and papers against sums by hand and a queue kept as a list."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.luck import uniform
from asmsim.rules import licensing, organise
from asmsim.state.columns import FloatColumn, empty
from asmsim.state.cooperatives import (
    DISSOLVED,
    LAPSED,
    LICENSED,
    LODGED,
    NONE,
    Cooperatives,
)
from asmsim.state.parameters import Licence
from asmsim.state.people import FARMING, MINING, NOWHERE, PROCESSING
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    CONCESSION_CORE,
    LEASED,
    OPEN,
    OTHER_TITLE,
    TENURES,
    TOLERATED,
    UNKNOWN,
    licensable,
)
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites

P = defaults()
KINDS = differ()
O = P.organise  # noqa: E741  # the group's initial, as P for all
L = P.licence
YEAR = 12


def coops(n: int, **columns: Any) -> Cooperatives:
    table = empty(Cooperatives, n)
    table.id[:] = np.arange(n) + 1000
    table.site[:] = 0
    table.members[:] = 50
    for name, value in columns.items():
        getattr(table, name)[:] = value
    return table


# --- net benefit ----------------------------------------------------------------------------------


@pytest.mark.row("R3")
def test_what_a_licence_is_worth() -> None:
    p = O._replace(finance_gain=0.05, access_premium=0.04, time_share=0.02, unit=50.0)
    licence = L._replace(fee_usd=5000.0, term_years=5.0, upkeep_usd=40.0)
    state = P.state._replace(inspection=0.2, corruption=0.5, bribe_usd=10.0)
    yields, channel = np.array([0.0, 100.0, 100.0]), np.array([1.0, 1.0, 0.5])
    found = organise.net_benefit(
        yields, channel, p, np.full(3, 0.03), (licence, np.zeros(3), state)
    )
    bribes, fee = 12 * 0.2 * 0.5 * 10.0, 5000.0 / 50.0 / 5.0
    assert found[0] == pytest.approx(bribes - 40.0 - fee)
    assert found[1] == pytest.approx(found[0] + 1200.0 * (0.05 + 0.04 - 0.02 - 0.03))
    shared = (licence, np.array([0.0, 1.0, 0.0]), state)
    paid_for = organise.net_benefit(yields, channel, p, np.full(3, 0.03), shared)
    assert (paid_for - found).tolist() == pytest.approx([0.0, fee, 0.0])
    # Where formal buyers half serve the site, finance, channels and their cost are half there.
    assert found[2] == pytest.approx(found[0] + 1200.0 * (0.5 * (0.05 + 0.04 - 0.03) - 0.02))


@given(st.floats(-1e4, 1e4), st.floats(0.0, 3.0))
def test_eagerness(net: float, sensitivity: float) -> None:
    p = O._replace(sensitivity=sensitivity)
    found = organise.eagerness(net, p)
    assert 0.0 <= found <= 2.0
    assert found == pytest.approx(1.0 + math.tanh(sensitivity * net / p.net_scale_usd / 2.0))
    assert found + organise.eagerness(-net, p) == pytest.approx(2.0)


def test_only_some_ground_can_be_licensed() -> None:
    allowed = {tenure for tenure in range(len(TENURES)) if licensable(tenure)}
    assert allowed == {OPEN, ASM_ZONE, CEDED, LEASED}


# --- forming and joining --------------------------------------------------------------------------


def test_cooperatives_form_at_their_hazard_per_potential_unit() -> None:
    n = 20_000
    there = sites(n, diggers=175, organised=25, tenure=OPEN)
    table = coops(n)
    helped = np.full(n, 1.5)
    alive = organise.form(there, table, np.zeros(n), O, helped, LUCK, (6, 0))
    chance = 1.0 - math.exp(-1.5 * O.form / YEAR * 150.0 / O.unit)
    assert abs(alive / n - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert len(set(table.id[:alive].tolist())) == alive
    np.testing.assert_array_equal(table.founded[:alive], 6)
    assert np.all((table.leadership[:alive] > 0.0) & (table.leadership[:alive] < 1.0))
    assert table.leadership[:alive].mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("tenure", "diggers", "forms"),
    [
        (OPEN, 100, True),
        (TOLERATED, 100, True),
        (CEDED, 100, True),
        (OTHER_TITLE, 100, False),
        (CONCESSION_CORE, 100, False),
        (OPEN, 49, False),
    ],
)
def test_where_cooperatives_form(tenure: int, diggers: int, forms: bool) -> None:
    n = 2000
    there = sites(n, diggers=diggers, tenure=tenure)
    found = organise.form(there, coops(n), np.zeros(n), O, np.ones(n), LUCK, (6, 0))
    assert (found > 0) == forms


def test_a_new_cooperative_gathers_about_a_unit_at_once() -> None:
    n = 1000
    them = people(n)
    there = sites(1, diggers=n)
    table = coops(1, founded=4, members=0)
    organise.join(them, there, table, (O._replace(largest=5000.0), P.law, KINDS), LUCK, (4, 1))
    assert abs(table.members[0] - O.unit) < 4.0 * math.sqrt(O.unit)
    assert np.count_nonzero(them.cooperative == 0) == table.members[0]


def test_others_admit_a_share_a_month_until_they_are_full() -> None:
    n = 4000
    them, there = people(n), sites(1, diggers=n)
    table = coops(1, founded=0, members=30)
    organise.join(
        them, there, table, (O._replace(join=0.01, largest=5000.0), P.law, KINDS), LUCK, (4, 1)
    )
    joined = int(table.members[0]) - 30
    assert abs(joined - 0.01 * n) < 4.0 * math.sqrt(0.01 * n)
    full = coops(1, founded=0, members=149)
    organise.join(
        people(n), there, full, (O._replace(join=0.5, largest=150.0), P.law, KINDS), LUCK, (4, 1)
    )
    assert full.members[0] == 150


def test_only_loose_diggers_of_the_site_join() -> None:
    them = people(40, site=[0] * 30 + [1] * 10)
    them.occupation[:5], them.occupation[5:8] = PROCESSING, FARMING
    them.site[5:8] = NOWHERE
    them.cooperative[8:12] = 1
    there = sites(2, diggers=[22, 10])
    table = coops(2, founded=0, members=20)
    organise.join(them, there, table, (O._replace(join=1.0), P.law, KINDS), LUCK, (4, 1))
    assert np.flatnonzero(them.cooperative == 0).tolist() == list(range(12, 30))
    assert table.members.tolist() == [38, 20]


def test_who_leaves_the_site_leaves_the_cooperative() -> None:
    them = people(10, cooperative=0)
    them.site[:3] = 1
    them.occupation[3] = PROCESSING
    there = sites(2, tenure=OPEN)
    table = coops(1, papers=LICENSED)
    organise.recount(them, there, table, 1)
    assert them.cooperative.tolist() == [NOWHERE] * 3 + [0] * 7
    assert table.members[0] == 7
    assert there.organised.tolist() == [6, 0]
    assert them.occupation[0] == MINING


# --- papers ---------------------------------------------------------------------------------------


def month_of_papers(
    table: Cooperatives,
    month: int,
    *,
    net: float = 0.0,
    tenure: int = OPEN,
    helped: float = 1.0,
    support: float = 0.0,
    licence: Licence = L,
) -> tuple[float, float, float, float, FloatColumn]:
    there = sites(2, tenure=tenure, village=[1, 0])
    funds = np.zeros(2)
    n = len(table.id)
    worth = np.full(2, net), np.full(2, helped), np.full(2, support)
    fees, support, upkeep, escheat, loans = organise.papers(
        there, table, funds, worth, (O, licence), LUCK, (month, n)
    )
    assert loans == pytest.approx(table.owed.sum())
    return fees, support, upkeep, escheat, funds


@pytest.mark.parametrize("papers", [NONE, LAPSED])
@pytest.mark.parametrize("net", [0.0, 60.0])
def test_applications_come_at_their_hazard_and_cost_the_fee(papers: int, net: float) -> None:
    n = 20_000
    table = coops(n, papers=papers, treasury=L.fee_usd + 1.0)
    fees, support, *_ = month_of_papers(table, 3, net=net)
    lodged = table.papers == LODGED
    chance = 1.0 - math.exp(-O.apply / YEAR * organise.eagerness(net, O))
    assert abs(lodged.mean() - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert fees == pytest.approx(L.fee_usd * lodged.sum())
    assert support == 0.0
    assert set(table.treasury[lodged].tolist()) == {1.0}
    assert set(table.lodged_month[lodged].tolist()) == {3}


def test_support_pays_its_share_of_the_fee_and_help_speeds_applications() -> None:
    n = 20_000
    table = coops(n, treasury=0.25 * L.fee_usd)
    fees, support, *_ = month_of_papers(table, 3, support=0.8, helped=1.7)
    lodged = table.papers == LODGED
    chance = 1.0 - math.exp(-1.7 * O.apply / YEAR)
    assert abs(lodged.mean() - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert fees == pytest.approx(0.2 * L.fee_usd * lodged.sum())
    assert support == pytest.approx(0.8 * L.fee_usd * lodged.sum())
    np.testing.assert_allclose(table.treasury[lodged], 0.05 * L.fee_usd)
    # Dues need not save up what others pay.
    assert organise.dues(table, 0.03, O, L, np.full(n, 0.8)).max() == 0.03
    saved = 0.2 * L.fee_usd + O.reserve_years * L.upkeep_usd * 50
    assert organise.dues(coops(1, treasury=saved), 0.03, O, L, np.full(1, 0.8))[0] == 0.0


def test_what_is_lent_of_the_fee_need_not_be_in_hand_and_is_owed() -> None:
    table = coops(20_000, treasury=0.06 * L.fee_usd)
    terms = L._replace(loan=0.9)
    fees, *_ = month_of_papers(table, 3, support=0.5, licence=terms)
    lodged = table.papers == LODGED
    assert fees == pytest.approx(0.5 * L.fee_usd * lodged.sum())
    np.testing.assert_allclose(table.owed[lodged], 0.45 * L.fee_usd)
    np.testing.assert_allclose(table.treasury[lodged], 0.01 * L.fee_usd)
    assert not table.owed[~lodged].any()


def test_nobody_applies_for_a_licence_on_leased_ground() -> None:
    table = coops(5000, treasury=1e6)
    month_of_papers(table, 3, tenure=LEASED)
    assert set(table.papers.tolist()) == {NONE}


def test_nobody_applies_without_the_fee_or_on_ground_that_cannot_be_licensed() -> None:
    poor = coops(5000, treasury=L.fee_usd - 0.01)
    month_of_papers(poor, 3)
    elsewhere = coops(5000, treasury=1e6)
    month_of_papers(elsewhere, 3, tenure=OTHER_TITLE)
    for table in (poor, elsewhere):
        assert set(table.papers.tolist()) == {NONE}


def test_upkeep_is_paid_each_year_or_the_licence_lapses() -> None:
    n = 10_000
    due = 50 * L.upkeep_usd
    rich = coops(n, papers=LICENSED, treasury=due + 5.0, licensed_month=0, expiry_month=99)
    poor = coops(n, papers=LICENSED, treasury=due - 5.0, licensed_month=0, expiry_month=99)
    for month in range(1, 12):
        assert month_of_papers(rich, month)[2] == 0.0
    assert set(rich.papers.tolist()) == {LICENSED}
    _, _, upkeep, *_ = month_of_papers(rich, 12)
    chance = 1.0 - math.exp(-O.lapse)
    lapsed = rich.papers == LAPSED
    assert abs(lapsed.mean() - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / n)
    assert upkeep == pytest.approx(due * np.count_nonzero(~lapsed))
    assert set(rich.treasury[~lapsed].tolist()) == {5.0}
    assert set(rich.treasury[lapsed].tolist()) == {due + 5.0}
    _, _, upkeep, *_ = month_of_papers(poor, 12)
    assert upkeep == 0.0
    assert set(poor.papers.tolist()) == {LAPSED}
    assert set(poor.treasury.tolist()) == {due - 5.0}


def test_fewer_lapse_where_a_licence_pays() -> None:
    lapsed = []
    for net in (-60.0, 0.0, 60.0):
        table = coops(5000, papers=LICENSED, treasury=1e6, licensed_month=0, expiry_month=99)
        month_of_papers(table, 12, net=net)
        lapsed.append(np.count_nonzero(table.papers == LAPSED))
    assert lapsed[0] > lapsed[1] > lapsed[2]


def test_a_licence_ends_with_its_term() -> None:
    table = coops(2, papers=LICENSED, treasury=1e6, licensed_month=0, expiry_month=[60, 61])
    month_of_papers(table, 60)
    assert table.papers[0] == LAPSED


def test_a_cooperative_that_has_shrunk_dissolves_into_its_villages_fund() -> None:
    smallest = int(O.smallest)
    table = coops(3, founded=0, papers=LICENSED, treasury=[10.0, 20.0, 40.0], expiry_month=99)
    table.members[:] = [smallest - 1, smallest, 0]
    table.founded[2] = 5
    *_, escheat, funds = month_of_papers(table, 5)
    assert table.papers.tolist() == [DISSOLVED, LICENSED, LICENSED], "the newest may yet gather"
    assert (escheat, funds.tolist()) == (10.0, [0.0, 10.0])
    assert table.treasury.tolist() == [0.0, 20.0, 40.0]


def test_dues_pause_when_enough_is_in_hand() -> None:
    enough = L.fee_usd + O.reserve_years * L.upkeep_usd * 50
    table = coops(2, treasury=[enough - 1.0, enough])
    assert organise.dues(table, 0.03, O, L, np.zeros(2)).tolist() == [0.03, 0.0]


# --- conduct --------------------------------------------------------------------------------------


@pytest.mark.parametrize("served", [0.0, 0.7, 1.0])
@pytest.mark.parametrize(("papers", "agreed"), [(NONE, 0), (LICENSED, 0), (NONE, 1), (LICENSED, 1)])
@pytest.mark.parametrize("trained", [1.0, 1.6])
def test_conduct_settles_where_gain_and_neglect_balance(
    papers: int, agreed: int, trained: float, served: float
) -> None:
    table = coops(1, papers=papers, agreement=agreed, leadership=0.6, safety=0.9, records=0.1)
    for _ in range(800):
        organise.conduct(table, O, 1, trained * organise.asked(O, np.full(1, served)))
    for part in ("safety", "mercury", "children", "organisation", "records"):
        bound = papers == LICENSED or agreed
        gain = O.conduct_gain * trained * 0.6 * (1.0 + O.licence_conduct * bound)
        gain *= getattr(O, f"pace_{part}") * (1.0 - O.buyers_conduct * (1.0 - served))
        level = gain / (gain + O.conduct_decay)
        assert getattr(table, part)[0] == pytest.approx(level, rel=1e-6)


# --- the queue ------------------------------------------------------------------------------------


def naive_queue(table: Cooperatives, month: int, credit: float) -> tuple[set[int], float]:
    """First come, first served, among files whose time has come, one for each unit of credit."""
    waiting = [c for c in range(len(table.id)) if table.papers[c] == LODGED]
    waiting.sort(key=lambda c: int(table.lodged_month[c]))
    granted = set()
    for c in waiting:
        u = uniform(LUCK.licence, int(table.lodged_month[c]), int(table.id[c]), 0)
        need = L.months * (1.0 + L.spread * (2.0 * u - 1.0))
        if credit >= 1.0 and month - table.lodged_month[c] >= need:
            granted.add(c)
            credit -= 1.0
    return granted, credit


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=25),
    st.floats(0.0, 6.0),
    st.integers(20, 40),
)
def test_the_queue_is_first_come_first_served(
    files: list[tuple[int, int]], credit: float, month: int
) -> None:
    table = coops(
        len(files), papers=[held for held, _ in files], lodged_month=[when for _, when in files]
    )
    expected, left = naive_queue(table, month, credit)
    before = table.papers.copy()
    found = licensing.grant(table, L, LUCK, month, len(files), credit)
    changed = set(np.flatnonzero(table.papers != before).tolist())
    assert changed == expected
    assert found == pytest.approx(left)
    for c in changed:
        assert table.papers[c] == LICENSED
        assert table.licensed_month[c] == table.registered_month[c] == month
        assert table.expiry_month[c] == month + int(L.term_years * YEAR)


def test_an_office_grants_no_more_than_its_capacity() -> None:
    table = coops(200, papers=LODGED, lodged_month=0)
    credit, granted = 0.0, []
    for month in range(60, 84):
        credit = licensing.grant(table, L, LUCK, month, 200, credit + L.capacity_year / YEAR)
        granted.append(np.count_nonzero(table.papers == LICENSED))
    assert granted[-1] == 2 * L.capacity_year


def test_a_renewed_licence_keeps_the_month_it_was_first_registered() -> None:
    table = coops(1, papers=LODGED, lodged_month=0, registered_month=-30)
    licensing.grant(table, L, LUCK, 40, 1, 5.0)
    assert (table.registered_month[0], table.licensed_month[0]) == (-30, 40)


# --- enforcement ----------------------------------------------------------------------------------


def test_visits_end_in_bribes_orders_or_nothing() -> None:
    n = 40_000
    there = sites(n, workers=10, intrusion=1)
    there.workers[:100] = 0
    there.intrusion[100:10_000] = 0
    p = P.state
    orders = licensing.inspect(there, p, LUCK, 8, np.full(n, 0.25))
    bribed = there.bribe_usd > 0.0
    ordered = there.order_month == 8

    def near(found: float, chance: float, of: int) -> bool:
        return abs(found - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / of)

    assert near(float(bribed[100:].mean()), p.inspection * p.corruption, n - 100)
    chance = p.inspection * (1.0 - p.corruption) * 0.25
    assert near(float(ordered[10_000:].mean()), chance, n - 10_000)
    assert orders == ordered.sum()
    assert not (bribed & ordered).any()
    assert not bribed[:100].any(), "nobody is there to be asked"
    assert not ordered[:10_000].any(), "only intruders are ordered out"
    assert set(there.bribe_usd.tolist()) == {0.0, p.bribe_usd}


def test_an_order_that_stands_is_not_given_twice() -> None:
    there = sites(3000, workers=10, intrusion=1, order_month=11)
    assert licensing.inspect(there, P.state, LUCK, 8, np.ones(3000)) == 0
    assert set(there.order_month.tolist()) == {11}
    assert UNKNOWN not in there.order_month


@given(st.floats(-1.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.0, 1.0))
def test_the_states_priority_of_force_follows_what_the_firm_says_and_pays(
    cue: float, own: float, strength: float, pay: float
) -> None:
    p = P.state._replace(force_priority=own, cue=strength, constituency=0.3)
    found = licensing.force_priority(p, cue, pay)
    assert found == pytest.approx(min(1.0, max(0.0, own + strength * cue + 0.3 * pay)))
    assert licensing.force_priorities(np.full(2, own), p, cue, pay).tolist() == [found] * 2
