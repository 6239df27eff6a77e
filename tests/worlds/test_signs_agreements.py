"""Expected directions of leases, tribute and off-take: what is signed, paid, broken.

Each test that names a parameter has to fail with that parameter at its off value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock, default_library
from asmsim.records.scenario import Dose
from asmsim.rules import plant
from asmsim.state.people import FORMAL
from asmsim.state.sites import LEASED, OPEN
from tests.worlds.lived import mean, under
from tests.worlds.sharing import QUICK, SEEDS, average, lives

Overrides = dict[str, Any]

POLICY = 6  # the month from which worlds lived here have their stance
LASTING = {"agreement.mechanising": 0.0}  # the firm never finds that mining pays more


@pytest.mark.mechanism("lease.reach")
@pytest.mark.row("S4", "R1")
def test_leased_ground_is_worked_under_contract_and_formal(overrides: Overrides) -> None:
    """A contract on permitted ground is one of the two ways of being formal (R1)."""
    formal = 0
    for w in lives(overrides, "collaboration_tribute", months=60, **LASTING):
        sites, people = w.district.sites, w.district.people
        here = (people.site >= 0) & (sites.tenure[people.site] == LEASED)
        formal += int(np.count_nonzero(people.status[here] == FORMAL))
    assert formal > 0


@pytest.mark.slow
@pytest.mark.mechanism("lease.tribute_rate")
@pytest.mark.row("S4")
def test_tribute_moves_money_from_diggers_to_the_firm(overrides: Overrides) -> None:
    """Tribute up, the firm's income up, the diggers' pool down."""
    free, asked = (
        lives(overrides, scenario, months=60, **LASTING)
        for scenario in (under("lease", "training"), under("lease", "training", "tribute"))
    )
    assert average(asked, "agreement_income") > 0.0
    assert average(free, "agreement_income") == 0.0
    w = max(asked, key=lambda w: mean(w, "agreement_income"))
    sites, share = w.district.sites, w.district.now.pit.land_share
    bound = sites.tribute > 0.0
    gross = sites.pool[bound] / (1.0 - share - sites.tribute[bound])
    assert np.all(sites.pool[bound] < (1.0 - share) * gross)


@pytest.mark.slow
@pytest.mark.mechanism("agreement.mechanising")
def test_agreements_end_when_mining_pays_more(overrides: Overrides) -> None:
    """A higher price of gold raises the firm's own margin, and ends more of them."""
    flat = {"price.path": "constant"}
    usual, dear = (
        average(
            lives(overrides, "collaboration_tribute", months=60, **flat, **price),
            lambda w: w.district.firms[0].ended / max(1, w.district.firms[0].made),
        )
        for price in ({"markets.price_factor": 0.6}, {"markets.price_factor": 2.0})
    )
    assert dear > usual


@pytest.mark.mechanism("agreement.mechanising")
def test_where_the_firm_took_ground_back_it_signs_no_more(overrides: Overrides) -> None:
    """An ended agreement is not followed by another on the same ground."""
    ended = 0
    for w in lives(overrides, "collaboration_offtake", months=72):
        coops, alive, sites = w.district.cooperatives, w.district.n_cooperatives, w.district.sites
        ended += sum(
            int(each.numbers["ended"])
            for each in w.district.firms[0].endings
            if each.key == "ended_mining"
        )
        here = sites.taken_back[coops.site[:alive]] == 1
        # What still holds there was signed before, and its next review is yet to come.
        age = (
            w.district.month - coops.agreement_month[:alive][here & (coops.agreement[:alive] == 1)]
        )
        assert np.all(age <= w.district.now.agreement.review_months)
        back = np.flatnonzero((sites.taken_back == 1) & (sites.act == LEASED))
        assert np.isin(back, coops.site[coops.agreement == 1]).all()
    assert ended > 0


@pytest.mark.row("R5")
@pytest.mark.mechanism("engagement.fall")
def test_rungs_are_lost_by_the_share_of_agreements_that_is_broken(overrides: Overrides) -> None:
    """One of many costs little, the last one what force costs."""
    model = CohabitationModel(miners=500, overrides=overrides)
    model.step()
    d, firm = model.district, model.firms[0]
    where = np.arange(4)
    d.n_cooperatives = len(where)
    d.cooperatives.site[where], d.cooperatives.agreement[where] = where, 1
    d.cooperatives.agreement_month[where] = d.month
    d.sites.holder[where], d.sites.tenure[where] = -1, LEASED
    d.sites.tenure[0] = OPEN  # there the plant buys ore, and now no more
    firm.state.rung = 5.0
    firm.contracts.review(None, firm.contracts.ours())
    assert firm.state.rung == pytest.approx(5.0 * 3.0 / 4.0)
    d.sites.tenure[where] = OPEN
    firm.contracts.review(None, firm.contracts.ours())
    assert firm.state.rung == 0.0


@pytest.mark.row("P14", "R20")
def test_no_ore_is_bought_before_the_minister_has_signed() -> None:
    """Law is not enough: officials act on the letter and need an order from above."""
    slow = {"act.months": 24.0, "act.spread": 0.0, "act.cue": 0.0, "lease.reach": 0.0}
    made = 0.0
    for w in bought({}, **slow):
        signed = w.district.firms[0].ore_act_month
        assert signed == POLICY + 24
        agreements = [month["agreements_made"] for month in w.recorder.series]
        assert not any(agreements[:signed])
        made += agreements[-1]
    assert made > 0.0


@pytest.mark.slow
@pytest.mark.mechanism("agreement.broken_trust")
def test_a_broken_promise_costs_trust(overrides: Overrides) -> None:
    """Members trust the firm less from the month in which it ends their agreement."""
    unmoved = {"engagement.trust_speed": 0.0, "belief.trust_speed": 0.0, "eviction.sweep": 0.0}
    worlds = lives(overrides, "collaboration_tribute", months=60, **unmoved)
    assert sum(w.district.firms[0].ended for w in worlds) > 0
    least = min(float(w.district.people.trust_firm.min()) for w in worlds)
    assert least < 0.7 * worlds[0].district.now.people.trust_firm


@pytest.mark.row("P14")
def test_a_law_that_changes_ends_what_it_forbids() -> None:
    """Agreements end in the month the law is gone, and ground goes back to the firm."""
    broken = 0
    for seed in SEEDS:
        model = CohabitationModel(
            "collaboration_tribute",
            seed=seed,
            miners=2000,
            months=60,
            policy_month=6,
            overrides={**QUICK, **LASTING},
            shocks=(Shock("law.lease", False, 48),),
        )
        model.run_to(48)
        coops = model.district.cooperatives
        held = np.unique(coops.site[coops.agreement == 1])
        broken += int(coops.agreement.sum())
        model.run_to(50)
        assert model.district.cooperatives.agreement.sum() == 0
        assert not np.any(model.district.sites.tenure[held] == LEASED)
    assert broken > 0


@pytest.mark.slow
@pytest.mark.mechanism("agreement.trust")
def test_trust_makes_cooperatives_sign_sooner(overrides: Overrides) -> None:
    """Trust acts on the acceptance of contracts."""
    alone = {**LASTING, "agreement.acceptance": 0.0, "engagement.trust_top": 0.0}
    wary, trusting = (
        average(
            lives(overrides, "collaboration_tribute", months=60, **alone, **start),
            lambda w: w.district.firms[0].made,
        )
        for start in ({"people.trust_firm": 0.0}, {"people.trust_firm": 0.9})
    )
    assert trusting > wary


@pytest.mark.mechanism("agreement.tenure_value")
def test_secure_ground_is_worth_a_tribute(overrides: Overrides) -> None:
    """Where no bribes are asked, only secure tenure makes a contract pay."""
    honest = {**LASTING, "state.inspection": 0.0}
    made = average(
        lives(overrides, "collaboration_tribute", months=60, **honest),
        lambda w: w.district.firms[0].made,
    )
    assert made > 0


# --- off-take -------------------------------------------------------------------------------------


def bought(overrides: Overrides, **given: Any) -> list[CohabitationModel]:
    """Worlds in which the firm has bought ore for some time."""
    return lives(overrides, "collaboration_offtake", months=60, **LASTING, **given)


@pytest.mark.row("S4", "R25")
def test_the_price_of_ore_lies_between_what_the_pit_pays_and_what_it_is_worth() -> None:
    """And the stronger the firm, the lower it is."""
    prices = []
    for power in (0.2, 0.8):
        over: list[float] = []
        for w in bought({}, **{"offtake.power": power}):
            sites, now = w.district.sites, w.district.now
            paid = w.district.price[w.month - 1] * now.markets.price_factor
            offered = (sites.ore_price > 0.0) & (sites.price > 0.0)
            outside = plant.at_the_pit(sites)[offered]
            assert np.all(sites.ore_price[offered] < now.offtake.recovery * paid)
            over += (sites.ore_price[offered] / outside).tolist()
        prices.append(float(np.mean(over)))
    assert prices[0] > prices[1] > 1.0


@pytest.mark.slow
@pytest.mark.mechanism("offtake.distrust")
@pytest.mark.row("S4")
def test_distrust_keeps_ore_from_the_plant(overrides: Overrides) -> None:
    """Miners who doubt the firm's weights deliver less."""
    doubting = average(bought(overrides), "asm_share_of_output")
    trusting = average(bought({**overrides, "offtake.distrust": 0.0}), "asm_share_of_output")
    assert 0.0 < doubting < 0.98 * trusting


@pytest.mark.mechanism("offtake.hesitancy")
@pytest.mark.row("R25")
def test_buyers_shyness_of_the_firms_metal_costs_at_first_and_fades(overrides: Overrides) -> None:
    """R25: price lost for holding artisanal ore, fading."""
    early = late = 0.0
    for w in bought(overrides, **{"offtake.hesitancy_half_life": 6.0}):
        costs = [month["hesitancy_cost"] for month in w.recorder.series]
        first = next((k for k, cost in enumerate(costs) if cost > 0.0), None)
        if first is not None:
            early, late = early + costs[first], late + costs[-1]
    assert early > 0.0
    assert late < 0.5 * early


@pytest.mark.mechanism("agreement.conduct")
@pytest.mark.row("R18")
def test_the_firm_signs_with_nobody_whose_conduct_is_poor(overrides: Overrides) -> None:
    """A higher standard, fewer agreements; without one there are as many."""
    strict = {**overrides} if overrides else {"agreement.conduct": 0.8}
    free = average(bought({"agreement.conduct": 0.0}), lambda w: w.district.firms[0].made)
    assert average(bought(strict), lambda w: w.district.firms[0].made) < free


def test_no_ore_comes_without_papers() -> None:
    """The chain of custody asks for them: no licences, no ore from open ground."""
    ore = bought({"organise.apply": 0.0, "organise.founding_share": 0.0, "lease.reach": 0.0})
    assert average(ore, "asm_share_of_output", 48) == 0.0


# --- terms, and what engaging risks ---------------------------------------------------------------

RISKY = {"agreement.liability_usd": 1500.0}


def made(worlds: list[CohabitationModel]) -> float:
    """Agreements that hold, the mean of the last two years."""
    return average(worlds, "agreements_alive", 24)


@pytest.mark.slow
@pytest.mark.row("P30", "R8")
@pytest.mark.mechanism("agreement.liability_usd")
def test_a_firm_does_not_sign_where_it_risks_more_than_it_gains(overrides: Overrides) -> None:
    """Answering for miners is a cost like any other, and decides whom the firm signs with."""
    free = made(bought({"agreement.liability_usd": 0.0}))
    assert made(bought({**RISKY, **overrides})) < 0.9 * free


@pytest.mark.slow
@pytest.mark.row("P24", "P30")
@pytest.mark.mechanism("agreement.cover_share")
def test_cover_lets_a_firm_sign_where_it_would_not(overrides: Overrides) -> None:
    """Through what it stands to lose alone; donors pay for the cover."""
    stance = default_library().scenario("collaboration_offtake")
    covered = stance.model_copy(update={"levers": (*stance.levers, Dose(lever="derisking"))})
    bare, safe = (
        lives({**LASTING, **RISKY, **overrides}, scenario, months=60)
        for scenario in (stance, covered)
    )
    assert made(safe) > made(bare)
    assert average(safe, "spending_donors") > 0.0
    assert average(safe, "liability_cost") < average(bare, "liability_cost")


@pytest.mark.slow
@pytest.mark.row("P24", "R25")
@pytest.mark.mechanism("offtake.reassured")
def test_cover_reassures_buyers_of_the_firms_metal(overrides: Overrides) -> None:
    """They hesitate less over metal of a firm that buys ore of miners."""
    stance = default_library().scenario("collaboration_offtake")
    safe = stance.model_copy(update={"levers": (*stance.levers, Dose(lever="derisking"))})
    shy, calm = (
        average(lives({**LASTING, **overrides}, scenario, months=60), "hesitancy_cost", 36)
        for scenario in (stance, safe)
    )
    assert 0.0 < calm < 0.8 * shy


FAIR = ("lease", "training", "tribute", "offtake", "agreement_terms")


@pytest.mark.slow
@pytest.mark.row("R25")
@pytest.mark.mechanism("agreement.fairer")
def test_fair_terms_leave_miners_more_of_the_ore_and_of_the_tribute(overrides: Overrides) -> None:
    """The price of ore is higher, tribute lower, with the lever than without."""
    hard, fair = (
        lives({**LASTING, **overrides}, scenario, months=60)
        for scenario in (under(*FAIR[:-1]), under(*FAIR))
    )

    def price(w: CohabitationModel) -> float:
        sites = w.district.sites
        offered = (sites.ore_price > 0.0) & (sites.price > 0.0)
        outside = plant.at_the_pit(sites)[offered]
        return float(np.mean(sites.ore_price[offered] / outside))

    assert average(fair, price) > 1.05 * average(hard, price)
    asked = [max(float(w.district.sites.tribute.max()) for w in worlds) for worlds in (hard, fair)]
    assert 0.0 < asked[1] < 0.75 * asked[0]


@pytest.mark.slow
@pytest.mark.mechanism("agreement.longer_months")
def test_lasting_terms_are_reviewed_later(overrides: Overrides) -> None:
    """Agreements last longer before the firm finds that mining pays more."""
    greedy = {"agreement.mechanising": 5.0, "agreement.fairer": 0.0, **overrides}
    short, long = (
        average(lives(greedy, scenario, months=60), "agreements_alive", 36)
        for scenario in (under("lease", "training"), under("lease", "training", "agreement_terms"))
    )
    assert long > short


@pytest.mark.slow
@pytest.mark.mechanism("agreement.open")
def test_an_open_firm_signs_with_those_on_their_way(overrides: Overrides) -> None:
    """A lower standard to begin with, more agreements."""
    strict = {**LASTING, "agreement.conduct": 0.45, "agreement.fairer": 0.0, **overrides}
    closed, open_ = (
        average(lives(strict, scenario, months=60), "agreements_made", 1)
        for scenario in (under("lease", "training"), under("lease", "training", "agreement_terms"))
    )
    assert open_ > closed
