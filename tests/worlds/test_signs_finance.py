"""Expected directions of prepared sites, bank loans, joint finance and loans for papers.

Each test that names a parameter has to fail with that parameter at its off value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.ledger import NUMBER
from asmsim.model import CohabitationModel
from asmsim.records.scenario import Dose
from asmsim.state.people import FORMAL
from asmsim.state.sites import CEDED
from tests.worlds.lived import under
from tests.worlds.sharing import average, lives

Overrides = dict[str, Any]


def booked(worlds: list[CohabitationModel], *lines: str) -> float:
    """What went over lines of the ledger in all months, the mean over worlds, USD."""
    return average(
        worlds,
        lambda w: float(sum(month[NUMBER[line]] for month in w.recorder.lines for line in lines)),
    )


# --- prepared sites -------------------------------------------------------------------------------

GIVEN = ("cession", "training", "fee_support")
POLICY = 6  # the month from which worlds lived here have their stance
MUCH = {"preparation.reach": 30.0}


@pytest.mark.row("P12")
@pytest.mark.mechanism("preparation.reach")
def test_sites_are_prepared_at_the_states_expense(overrides: Overrides) -> None:
    """As many as it pays for, at what the record says."""
    worlds = lives(overrides, under(*GIVEN, "site_preparation"))
    done = average(worlds, lambda w: float(np.count_nonzero(w.district.sites.prepared_month >= 0)))
    assert done > 0.0
    each = worlds[0].district.values["preparation.usd_site"]
    assert booked(worlds, "preparation_state") == pytest.approx(done * each)


@pytest.mark.row("P12")
@pytest.mark.mechanism("preparation.reach")
def test_ground_opens_once_it_is_prepared(overrides: Overrides) -> None:
    """Ground under an act waits for the works, three or four months if the act is quick."""
    quick = {"act.months": 3.0, "act.spread": 0.0, "act.cue": 0.0, "preparation.months": 8.0}
    waited = 0
    for w in lives({**quick, **MUCH, **overrides}, under("cession", "site_preparation")):
        sites = w.district.sites
        signed = POLICY + 3  # when what is asked for at once would open
        early = (sites.act == CEDED) & (sites.prepared_month >= 0)
        early &= sites.prepared_month - 8 < signed
        assert np.array_equal(sites.act_month[early], sites.prepared_month[early])
        waited += int(np.count_nonzero(early))
    assert waited > 0


@pytest.mark.slow
@pytest.mark.row("P12", "P13")
@pytest.mark.mechanism("preparation.pace")
@pytest.mark.mechanism("preparation.recovery")
def test_miners_win_more_on_ground_that_was_prepared(overrides: Overrides) -> None:
    """They dig and recover more."""
    nothing = {"preparation.pace": 0.0, "preparation.recovery": 0.0}
    plain, made = (
        average(lives({**MUCH, **world}, under(*GIVEN, "site_preparation")), best)
        for world in (nothing, overrides)
    )
    assert made > 1.03 * plain


def best(w: CohabitationModel) -> float:
    """Metal recovered a day dug on ground that was ceded or is licensed, g."""
    sites = w.district.sites
    here = (sites.act == CEDED) & (sites.workdays > 0.0)
    return float(sites.recovered_g[here].sum() / max(sites.workdays[here].sum(), 1.0))


@pytest.mark.slow
@pytest.mark.row("P13")
@pytest.mark.mechanism("preparation.safer")
def test_prepared_sites_are_safer(overrides: Overrides) -> None:
    """Fewer die where works are safe."""
    deadly = {"work.fatal_per_1000_years": 1.8, "preparation.pace": 0.0, **MUCH, **overrides}
    plain, made = (
        average(
            lives(deadly, scenario, months=60),
            lambda w: sum(month["fatal_accidents"] for month in w.recorder.series),
        )
        for scenario in (under(*GIVEN), under(*GIVEN, "site_preparation"))
    )
    assert made < plain - 0.5


# --- bank loans -----------------------------------------------------------------------------------

PAPERS = {"licence.upkeep_usd": 0.0, "pit.advance_offer": 0.3, "organise.lapse": 0.3}


@pytest.mark.slow
@pytest.mark.row("P18")
@pytest.mark.mechanism("credit.cover_share")
def test_a_guarantee_brings_bank_loans_and_frees_from_the_tied_sale(overrides: Overrides) -> None:
    """Loans buy miners with papers out of debt at the pit; those who guarantee pay for losses."""
    world = {**PAPERS, "credit.default_year": 0.5, **overrides}
    tied, freed = (
        lives(world, scenario, months=60)
        for scenario in (under("fee_support"), under("fee_support", "credit_guarantee"))
    )
    assert booked(tied, "bank_loan") == 0.0
    assert booked(freed, "bank_loan") > 0.0
    assert booked(freed, "guarantee_donors") > 0.0
    assert average(freed, owing) < average(tied, owing)


@pytest.mark.row("P18")
@pytest.mark.mechanism("credit.traders")
def test_traders_with_bank_loans_raise_the_price_at_the_pit(overrides: Overrides) -> None:
    """More of them come, and pay more; their guarantee costs money too."""
    alone = {"credit.offer": 0.0, **overrides}
    few, many = (lives(alone, scenario) for scenario in ("hands_off", under("credit_guarantee")))
    assert average(many, "pit_price_share") > average(few, "pit_price_share") + 0.002
    assert booked(many, "guarantee_donors") > 0.0


def owing(w: CohabitationModel) -> float:
    """Of those with papers, the share that owes ore at the pit."""
    people = w.district.people
    formal = people.status == FORMAL
    return float(np.count_nonzero(people.debt[formal] > 0.0) / max(np.count_nonzero(formal), 1))


@pytest.mark.slow
@pytest.mark.row("P18")
@pytest.mark.mechanism("credit.default_year")
def test_banks_learn_whom_they_lend_to(overrides: Overrides) -> None:
    """Loans that are lost make banks less willing, and cost those who guarantee them."""
    from asmsim.agents.bank import ready

    world = {**PAPERS, "credit.fear_loans": 10.0, "credit.cover_share": 0.8}
    lost = {"credit.default_year": 0.5, **overrides}
    kept, gone = (
        lives({**world, **more}, under("fee_support", "credit_guarantee"), months=60)
        for more in ({"credit.default_year": 0.0}, lost)
    )
    assert booked(gone, "guarantee_donors") > 1.5 * booked(kept, "guarantee_donors")
    assert average(gone, lambda w: ready(w.district)) < average(kept, lambda w: ready(w.district))


# --- joint finance --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.row("P28")
@pytest.mark.mechanism("joint.prepaid")
def test_ore_that_is_paid_for_at_once_comes_to_the_plant(overrides: Overrides) -> None:
    """Waiting is worth something to miners; the capital has its price and its payers."""
    wait = {"offtake.wait": 0.5, "agreement.mechanising": 0.0, "joint.upgrades": 0.0}
    shared = Dose(lever="joint_finance", payers={"donors": 0.5, "buyers": 0.5})
    late, early = (
        lives({**wait, **overrides}, under("offtake", "lease", "training", *more), months=60)
        for more in ((), (shared,))
    )
    assert average(early, "asm_share_of_output") > 1.1 * average(late, "asm_share_of_output")
    donors, buyers = (booked(early, f"working_capital_{payer}") for payer in ("donors", "buyers"))
    assert donors == pytest.approx(buyers)
    assert donors > 0.0


@pytest.mark.slow
@pytest.mark.row("P28")
@pytest.mark.mechanism("joint.first_loss")
def test_first_loss_adds_to_a_guarantee(overrides: Overrides) -> None:
    """Banks lend more where others lose first."""
    alone, joint = (
        booked(
            lives({**PAPERS, **overrides}, under("fee_support", *levers), months=48), "bank_loan"
        )
        for levers in (
            (Dose(lever="credit_guarantee", dose=0.8),),
            (Dose(lever="credit_guarantee", dose=0.8), "joint_finance"),
        )
    )
    assert joint > 1.2 * alone > 0.0


@pytest.mark.row("P28")
@pytest.mark.mechanism("joint.upgrades")
def test_joint_finance_upgrades_sites(overrides: Overrides) -> None:
    """Sites are made ready without the state."""
    worlds = lives(overrides, under(*GIVEN, "joint_finance"))
    assert booked(worlds, "preparation_donors") > 0.0
    assert booked(worlds, "preparation_state") == 0.0


# --- loans for papers -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.row("P19")
@pytest.mark.mechanism("licence.loan_share")
def test_a_loan_for_the_fee_brings_licences_and_comes_back_in_part(overrides: Overrides) -> None:
    """The upfront cost is in the way of papers; who lends sees most of it again."""
    dear = {"licence.fee_usd": 8000.0, **overrides}
    plain, lent = (
        lives(dear, scenario, months=60) for scenario in ("hands_off", under("licence_loan"))
    )
    assert average(lent, "cooperatives_licensed") > average(plain, "cooperatives_licensed") + 0.3
    out, back = booked(lent, "licence_loan_donors"), booked(lent, "licence_repaid_donors")
    assert 0.0 < back < out
    spent = average(lent, lambda w: sum(month["spending_donors"] for month in w.recorder.series))
    assert spent == pytest.approx(out - back)
