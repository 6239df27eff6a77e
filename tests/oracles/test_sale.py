"""The pit contract, debts and consumption against sums one can do by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import sale, work
from asmsim.state.columns import FloatColumn
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    FOREMAN,
    FORMAL,
    INFORMAL,
    MANAGER,
    MINED,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSED,
    PROCESSING,
    PROCESSOR,
    SKILLED,
    People,
)
from asmsim.state.sites import ALLUVIAL, HARD_ROCK, Sites
from asmsim.state.villages import Villages
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
KINDS = differ()
NO_OUTLETS = (np.zeros(2), np.ones(2))
NO_COOPERATIVES = (np.zeros(1), np.zeros(1), *NO_OUTLETS)


def paid(
    them: People,
    there: Sites,
    homes: Villages,
    *,
    coops: tuple[FloatColumn, ...] = NO_COOPERATIVES,
    legal: tuple[float, float] = (0.0, 0.0),
    passed: float = 0.0,
    loss: float = 0.0,
    month: int = 3,
    counting: bool = False,
) -> dict[str, float]:
    """Pay everybody and let them keep house; what flowed by line."""
    flows = np.zeros(len(sale.FLOWS))
    n = len(there.id)
    brings = np.full(n, legal[0]), np.full(n, legal[1]), np.full(n, passed), np.full(n, loss)
    sale.pay_at_sites(them, there, coops, (P.pit, KINDS), brings, flows)
    sale.pay_elsewhere(them, homes, (P.home, KINDS), P.firm.wage_usd_month, flows)
    luck = LUCK.advance, month, counting
    terms = (P.pit, P.home, KINDS)
    sale.keep_house(them, homes.consumption, there.traders, terms, luck, flows)
    return dict(zip(sale.FLOWS, flows.tolist(), strict=True))


def dug(them: People, there: Sites) -> None:
    """Everybody at a site has recovered 10 g of 20 g contained."""
    work.count_workers(them, there, KINDS.time)
    weights = {SKILLED: P.pit.weight_skilled, FOREMAN: P.pit.weight_foreman}
    weights |= {MANAGER: P.pit.weight_manager}
    for i in range(len(them.id)):
        s = them.site[i]
        if s != NOWHERE and them.occupation[i] == MINING:
            them.gold_g[i] = 10.0
            them.days[i] = 15.0
            there.contained_g[s] += 20.0
            there.recovered_g[s] += 10.0
            there.weighted_g[s] += 10.0 * weights.get(int(them.role[i]), 1.0)


# --- the pit contract -----------------------------------------------------------------------------


def test_the_gross_is_shared_out_to_the_last_cent() -> None:
    them = people(30, site=[0, 1, 1] * 10, role=[ORDINARY, SKILLED, MANAGER] * 10)
    washers = slice(0, 6)
    them.role[washers], them.occupation[washers] = PROCESSOR, PROCESSING
    there = sites(2, ore=[ALLUVIAL, HARD_ROCK], price=[50.0, 40.0], village=[0, 1])
    homes = villages(2)
    dug(them, there)
    takings = sale.share_gross(there, homes, P.pit)
    paid(them, there, homes)
    for s in (0, 1):
        tailings = 10.0 * there.diggers[s] if there.ore[s] == HARD_ROCK else 0.0
        gross = there.price[s] * (there.recovered_g[s] + P.pit.tailings_value * tailings)
        income = float(them.income[them.site == s].sum())
        assert income + homes.fund[s] == pytest.approx(gross, rel=1e-12)
        assert homes.fund[s] == pytest.approx(P.pit.land_share * gross, rel=1e-12)
        washing = float(them.income[(them.site == s) & (them.occupation == PROCESSING)].sum())
        expected = P.pit.processing_share * (1.0 - P.pit.land_share) * gross
        assert washing == pytest.approx(expected, rel=1e-12)
    assert takings.ore + takings.tailings == pytest.approx(
        them.income.sum() + takings.land, rel=1e-12
    )
    assert takings.tailings_g == pytest.approx(there.contained_g.sum() - there.recovered_g.sum())


def test_equal_output_pays_one_two_four_eight() -> None:
    them = people(4, role=[ORDINARY, SKILLED, FOREMAN, MANAGER])
    there, homes = sites(1, price=40.0), villages(1)
    dug(them, there)
    sale.share_gross(there, homes, P.pit)
    paid(them, there, homes)
    np.testing.assert_allclose(them.income / them.income[0], [1.0, 2.0, 4.0, 8.0], rtol=1e-12)
    pool = 40.0 * 40.0 * (1.0 - P.pit.land_share)
    assert them.income.sum() == pytest.approx(pool, rel=1e-12)


def test_papers_bring_a_better_price_and_freedom_from_tied_sale() -> None:
    them, there, homes = people(2, debt=[500.0, 500.0]), sites(1, price=40.0), villages(1)
    them.status[:] = FORMAL, INFORMAL
    them.cooperative[0] = 0
    there.bribe_usd[0] = 5.0
    dug(them, there)
    sale.share_gross(there, homes, P.pit)
    half = 40.0 * 20.0 * (1.0 - P.pit.land_share) / 2.0
    flows = paid(them, there, homes, legal=(0.03, 0.02))
    keeps = 1.0 - P.pit.financier_share
    assert them.income[0] == pytest.approx(half * 1.01 * keeps)
    assert them.income[1] == pytest.approx(half * (1.0 - P.pit.tied_discount) * keeps - 5.0)
    assert (flows["legal_premium"], flows["legal_cost"]) == (0.03 * half, 0.02 * half)
    assert flows["tied_discount"] == pytest.approx(P.pit.tied_discount * half)
    assert flows["bribe"] == 5.0


def test_papers_free_only_as_far_as_formal_buyers_serve_the_site() -> None:
    there, homes = sites(3, price=40.0, channel=[0.0, 0.4, 1.0]), villages(1)
    them = people(3, site=[0, 1, 2], debt=500.0, status=FORMAL, cooperative=0)
    dug(them, there)
    sale.share_gross(there, homes, P.pit)
    flows = paid(them, there, homes)
    tied = P.pit.tied_discount * (1.0 - there.channel)
    np.testing.assert_allclose(them.income, GROSS * (1.0 - tied) * (1.0 - P.pit.financier_share))
    assert flows["tied_discount"] == pytest.approx(GROSS * tied.sum())


def test_metal_passed_off_brings_the_edge_less_the_loss() -> None:
    them, there, homes = one_digger(status=FORMAL, cooperative=0)
    flows = paid(them, there, homes, legal=(0.08, 0.02), passed=0.5, loss=0.01)
    assert flows["laundering"] == pytest.approx(0.06 * 0.5 * 400.0)
    assert flows["seizure"] == pytest.approx(0.01 * 0.5 * 400.0)
    assert them.income[0] == pytest.approx(1.06 * GROSS + 0.05 * 0.5 * 400.0)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.0, 100.0)), min_size=1, max_size=20))
def test_pay_shares_sum_to_the_pool(crew: list[tuple[int, float]]) -> None:
    them, there = people(len(crew), role=[role for role, _ in crew]), sites(1, price=30.0)
    weights = [1.0, P.pit.weight_skilled, P.pit.weight_foreman, P.pit.weight_manager]
    them.gold_g[:] = [gold for _, gold in crew]
    there.contained_g[0] = there.recovered_g[0] = them.gold_g.sum()
    there.weighted_g[0] = sum(weights[role] * gold for role, gold in crew)
    homes = villages(1)
    sale.share_gross(there, homes, P.pit)
    paid(them, there, homes)
    expected = 30.0 * float(them.gold_g.sum()) * (1.0 - P.pit.land_share)
    assert float(them.income.sum()) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_without_processors_the_diggers_keep_their_part() -> None:
    there, homes = sites(1, price=40.0), villages(1)
    dug(people(5), there)
    there.processors[0] = 0
    sale.share_gross(there, homes, P.pit)
    assert there.pool[0] == pytest.approx(40.0 * 50.0 * (1.0 - P.pit.land_share))


# --- deductions -----------------------------------------------------------------------------------


def one_digger(**columns: float) -> tuple[People, Sites, Villages]:
    """One digger who earns 400 USD less the land's share."""
    them = people(1, savings=1e4, **columns)
    there, homes = sites(1, price=40.0, traders=1), villages(1)
    dug(them, there)
    sale.share_gross(there, homes, P.pit)
    return them, there, homes


GROSS = 400.0 * (1.0 - P.pit.land_share)


def test_a_debtor_sells_at_a_discount_and_repays_out_of_the_rest() -> None:
    them, there, homes = one_digger(debt=1000.0, expected=300.0)
    flows = paid(them, there, homes)
    discount = P.pit.tied_discount * GROSS
    repaid = P.pit.financier_share * (GROSS - discount)
    assert flows["tied_discount"] == pytest.approx(discount)
    assert flows["repayment"] == pytest.approx(repaid)
    assert them.income[0] == pytest.approx(GROSS - discount - repaid)
    assert them.debt[0] == pytest.approx((1000.0 - repaid) * (1.0 + P.pit.debt_interest))


def test_interest_runs_while_its_owner_digs_and_below_a_ceiling() -> None:
    ceiling = P.pit.debt_ceiling
    them = people(4, expected=100.0, savings=1e4)
    them.debt[:] = [99.0 * ceiling, 100.0 * ceiling, 50.0, 50.0]
    them.occupation[2], them.site[2] = FARMING, NOWHERE
    them.occupation[3] = PROCESSING
    there, homes = sites(1, processors=1), villages(1, farm_income=100.0)
    paid(them, there, homes)
    grown = 99.0 * ceiling * (1.0 + P.pit.debt_interest)
    assert them.debt.tolist() == pytest.approx([grown, 100.0 * ceiling, 50.0, 50.0])


def test_a_debtor_never_repays_more_than_is_owed() -> None:
    them, there, homes = one_digger(debt=5.0)
    flows = paid(them, there, homes)
    assert flows["repayment"] == 5.0
    assert them.debt[0] == 0.0


def test_a_bribe_is_taken_from_those_without_papers_and_dues_after_it() -> None:
    for status, bribe in ((INFORMAL, 10.0), (FORMAL, 0.0)):
        them, there, homes = one_digger(status=status, cooperative=0)
        there.bribe_usd[0] = 10.0
        treasury = np.zeros(1)
        flows = paid(them, there, homes, coops=(treasury, np.array([0.03]), *NO_OUTLETS))
        assert flows["bribe"] == bribe
        assert flows["dues"] == treasury[0] == pytest.approx(0.03 * (GROSS - bribe))
        assert them.income[0] == pytest.approx(0.97 * (GROSS - bribe))


def test_nobody_is_bribed_below_nothing() -> None:
    them, there, homes = one_digger(status=INFORMAL)
    there.bribe_usd[0] = 1e6
    assert paid(them, there, homes)["bribe"] == pytest.approx(GROSS)
    assert them.income[0] == 0.0


def test_an_advance_is_offered_to_the_short_and_free_where_traders_compete() -> None:
    n = 4000
    for traders, savings, debt in ((2, 0.0, 0.0), (1, 0.0, 0.0), (2, 1e6, 0.0), (2, 0.0, 1.0)):
        them = people(n, savings=savings, debt=debt, expected=1000.0)
        before = debt * (1.0 + P.pit.debt_interest)  # it runs on while one works
        there, homes = sites(1, traders=traders), villages(1)
        work.count_workers(them, there, KINDS.time)
        flows = paid(them, there, homes)
        if (traders, savings, debt) == (2, 0.0, 0.0):
            taken = np.count_nonzero(them.debt > 0.0) / n
            offer = P.pit.advance_offer
            assert abs(taken - offer) < 4.0 * (offer * (1.0 - offer) / n) ** 0.5
            assert flows["advance"] == pytest.approx(them.debt.sum())
            assert set(them.debt.tolist()) == {0.0, 1000.0 * P.pit.advance_months}
        else:
            assert flows["advance"] == 0.0
            assert set(them.debt.tolist()) == {before}


# --- households -----------------------------------------------------------------------------------


def test_everyone_is_paid_by_what_they_do() -> None:
    them = people(5, occupation=[FARMING, FIRM_JOB, AWAY, DEAD, MINING], site=NOWHERE)
    them.village[:] = 1
    homes = villages(2, farm_income=[7.0, 60.0])
    flows = paid(them, sites(1), homes)
    away = P.home.away_wage_usd_day * P.home.farm_days
    assert them.income.tolist() == [60.0, P.firm.wage_usd_month, away, 0.0, 0.0]
    assert (flows["farm_income"], flows["wage"], flows["away_income"]) == tuple(
        them.income[:3].tolist()
    )
    assert homes.received.tolist() == [0.0, P.firm.wage_usd_month]


def test_what_a_village_earns_comes_on_top_for_all_at_home() -> None:
    them = people(5, occupation=[FARMING, FIRM_JOB, AWAY, DEAD, MINING], site=NOWHERE)
    before = people(5, occupation=them.occupation, site=NOWHERE)
    flows = paid(them, sites(1), villages(1, farm_income=60.0, enterprise=5.0))
    paid(before, sites(1), villages(1, farm_income=60.0))
    assert (them.income - before.income).tolist() == [5.0, 5.0, 0.0, 0.0, 5.0]
    assert flows["enterprise"] == 15.0


def test_income_after_the_policy_is_summed_only_while_it_counts() -> None:
    them, homes = people(1, occupation=FARMING, site=NOWHERE), villages(1, farm_income=50.0)
    for month, counting in enumerate([False, True, True, False]):
        paid(them, sites(1), homes, month=month, counting=counting)
    assert them.since_policy[0] == 100.0


def test_what_one_did_is_remembered() -> None:
    them = people(4, occupation=[MINING, MINING, PROCESSING, FARMING])
    them.days[:] = [1.0, 0.99, 0.0, 0.0]
    them.site[3] = NOWHERE
    there = sites(1, processors=1, workers=3, diggers=2)
    paid(them, there, villages(1))
    assert them.worked.tolist() == [MINED, 0, PROCESSED, 0]


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_a_household_spends_no_more_than_it_has(used: float, cash: float) -> None:
    assert 0.0 <= sale.spending(cash, used, P.home) <= cash


def test_a_steady_income_is_consumed_and_leaves_the_buffer() -> None:
    them = people(1, occupation=FARMING, site=NOWHERE, savings=0.0, expected=100.0)
    homes = villages(1, farm_income=100.0)
    for month in range(200):
        flows = paid(them, sites(1), homes, month=month)
    assert flows["consumption"] == homes.consumption[0] == pytest.approx(100.0)
    assert them.savings[0] == pytest.approx(100.0 * P.home.buffer_months)


def test_one_grows_used_to_a_new_income() -> None:
    them = people(1, occupation=FARMING, site=NOWHERE, savings=1e4, expected=100.0)
    homes = villages(1, farm_income=60.0)
    for month in range(1, 6):
        paid(them, sites(1), homes, month=month)
        gap = 40.0 * (1.0 - P.home.smoothing) ** month
        assert them.expected[0] == pytest.approx(60.0 + gap)


def test_consumption_of_those_away_is_not_the_villages() -> None:
    them = people(2, occupation=[FARMING, AWAY], site=NOWHERE, expected=50.0)
    homes = villages(1, farm_income=50.0)
    flows = paid(them, sites(1), homes)
    assert 0.0 < homes.consumption[0] < flows["consumption"]


def test_who_died_at_work_is_paid_once_more_and_never_again() -> None:
    them, there, homes = one_digger()
    them.occupation[0], them.cooperative[0] = DEAD, 0
    flows = paid(them, there, homes, coops=NO_COOPERATIVES)
    assert them.savings[0] == pytest.approx(1e4 + GROSS)
    assert flows["consumption"] == 0.0
    assert them.site[0] == them.cooperative[0] == NOWHERE
    paid(them, there, homes)
    assert them.income[0] == 0.0
    assert them.savings[0] == pytest.approx(1e4 + GROSS)


def test_household_cash_closes() -> None:
    rng = np.random.default_rng(0)
    n = 200
    them = people(n, savings=rng.uniform(0, 500, n), expected=rng.uniform(50, 300, n))
    them.debt[::3] = 200.0
    them.status[:] = INFORMAL
    there, homes = sites(1, price=40.0, traders=3, bribe_usd=10.0), villages(1)
    dug(them, there)
    takings = sale.share_gross(there, homes, P.pit)
    before = float(them.savings.sum())
    flows = paid(them, there, homes)
    gained = takings.ore + takings.tailings + flows["advance"]
    lost = takings.land + sum(
        flows[name] for name in ("bribe", "dues", "repayment", "tied_discount", "consumption")
    )
    assert float(them.savings.sum()) == pytest.approx(before + gained - lost, rel=1e-12)
