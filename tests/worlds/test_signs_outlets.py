"""Expected directions of buyers who deal with cooperatives, and of help for legal sales.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.errors import BadValue
from asmsim.ledger import NUMBER
from asmsim.model import CohabitationModel
from asmsim.records import default_library
from asmsim.state.cooperatives import LICENSED
from tests.worlds.lived import SEEDS, lived, mean, under
from tests.worlds.sharing import dose

Overrides = dict[str, Any]

# Most units are licensed and conduct starts within reach of a strict standard.
ORGANISED = {
    "organise.founding_share": 0.6,
    "organise.conduct_start": 0.5,
    "organise.lapse": 0.3,
    "licence.fee_usd": 200.0,
    "licence.upkeep_usd": 10.0,
    "licence.months": 3.0,
}
WORLD: dict[str, Any] = {"months": 30, "policy_month": 6, "miners": 3000}
TWO = SEEDS[:2]


def worlds(overrides: Overrides, *levers: Any) -> list[CohabitationModel]:
    """Organised worlds of some seeds under levers beside the reference."""
    base = {**ORGANISED, **overrides}
    return [lived(base, scenario=under(*levers), seed=seed, **WORLD) for seed in TWO]


def booked(model: CohabitationModel, line: str) -> float:
    """What was paid on a line of the ledger over all months."""
    return float(sum(month[NUMBER[line]] for month in model.recorder.lines))


def average(models: list[CohabitationModel], outcome: str, last: int = 12) -> float:
    return float(np.mean([mean(model, outcome, last) for model in models]))


def certified(kind: str, **terms: Any) -> Any:
    return dose("certification", kind=kind, **terms)


# --- certified buyers -----------------------------------------------------------------------------


@pytest.mark.mechanism("fairtrade.floor")
@pytest.mark.row("P5", "R3")
def test_a_floor_price_reaches_members_of_cooperatives_alone(overrides: Overrides) -> None:
    """Of two crews at like sites those who sell under a floor get more for a gram."""
    prices = []
    for model in worlds(overrides, certified("fairtrade")):
        d = model.district
        coops = d.cooperatives
        sells = coops.outlet[: d.n_cooperatives] > 0.0
        prices += coops.price[: d.n_cooperatives][sells].tolist()
        assert np.all(coops.papers[: d.n_cooperatives][sells] == LICENSED)
    assert prices
    assert min(prices) > 1.05


@pytest.mark.mechanism("fairtrade.premium_usd_kg")
@pytest.mark.row("P5")
def test_the_community_premium_is_2000_usd_for_each_kilogram(overrides: Overrides) -> None:
    """It goes to a fund of the village, out of what buyers down the chain pay."""
    for model in worlds(overrides, certified("fairtrade")):
        sold = sum(month["certified_exports"] for month in model.recorder.series)
        assert sold > 0.0
        for line in ("premium_fund", "responsible_premium"):
            assert booked(model, line) == pytest.approx(2000.0 * sold)
        assert booked(model, "audit") > 0.0


@pytest.mark.mechanism("fairmined.premium_usd_kg")
@pytest.mark.row("P4")
def test_another_premium_is_4000_usd_and_the_cooperatives_own(overrides: Overrides) -> None:
    """Half of it goes to the treasury and half to members."""
    for model in worlds(overrides, certified("fairmined")):
        sold = sum(month["certified_exports"] for month in model.recorder.series)
        assert sold > 0.0
        assert booked(model, "responsible_premium") == pytest.approx(4000.0 * sold)
        assert booked(model, "premium_cooperative") == pytest.approx(2000.0 * sold)


@pytest.mark.row("P4", "P5")
def test_schemes_stand_side_by_side_and_demand_is_never_exceeded() -> None:
    """Each takes what it has demand for, the one that pays better first."""
    both = worlds({}, certified("fairtrade"), certified("fairmined"))
    for model in both:
        kinds = {buyer.kind: buyer for buyer in model.buyers}
        fair, mined = (kinds[f"certified buyers ({name})"] for name in ("fairtrade", "fairmined"))
        most = 20.0 / 12.0 * model.district.scale
        assert mined.bought_kg <= most * (1.0 + 1e-9)
        assert fair.bought_kg <= most * (1.0 + 1e-9)
        assert max(month["certified_exports"] for month in model.recorder.series) > 0.0
        assert mined.pays > fair.pays or fair.bought_kg == 0.0
        assert mined.reason.numbers["taken"] <= mined.reason.numbers["offered"]
    alone = average(worlds({}, certified("fairtrade")), "certified_exports")
    assert average(both, "certified_exports") > 1.2 * alone


def test_the_order_of_schemes_in_a_scenario_does_not_matter() -> None:
    doses = (certified("fairtrade"), certified("fairmined"), certified("entry"))
    prints = []
    for order in (doses, doses[::-1]):
        model = CohabitationModel(under(*order), miners=900, policy_month=2, overrides=ORGANISED)
        model.run_to(10)
        prints.append(model.district.people.savings.tobytes())
    assert prints[0] == prints[1]


@pytest.mark.row("P6", "R4")
def test_an_entry_standard_opens_the_legal_market_to_many_early() -> None:
    """Its bar is low and papers that are lodged will do; it sells more than a strict one."""
    entry = worlds({}, certified("entry"))
    assert average(entry, "certified_exports") > average(
        worlds({}, certified("fairtrade")), "certified_exports"
    )
    assert average(entry, "metal_sold_legally") > average(worlds({}), "metal_sold_legally") + 0.01
    assert average(entry, "premiums") == 0.0


@pytest.mark.mechanism("organise.premium_conduct")
@pytest.mark.row("P4", "R2")
def test_premium_money_raises_conduct(overrides: Overrides) -> None:
    """Who is paid for conduct improves it faster (coupling)."""
    rich = {"fairmined.most_kg_year": 500.0, **overrides}
    moved = worlds(rich, certified("fairmined"))
    unmoved = worlds({**rich, "organise.premium_conduct": 0.0}, certified("fairmined"))
    assert average(moved, "conduct") > average(unmoved, "conduct") + 0.002


@pytest.mark.row("P4", "P5")
def test_what_nobody_can_reach_is_bought_of_nobody() -> None:
    """Without conduct there is no certified metal, and no premium."""
    strict = {"fairtrade.standard": 0.9}
    assert average(worlds(strict, certified("fairtrade")), "certified_exports") == 0.0


# --- the state as a buyer -------------------------------------------------------------------------


@pytest.mark.row("P12", "P2")
def test_a_monopoly_that_pays_too_little_buys_next_to_nothing() -> None:
    """At 60 % of the market price, without ground of its own, under 5 % of output (V7)."""
    shares = []
    for seed in TWO:
        model = lived(
            {"state_buyer.pays": 0.5},
            scenario=under(dose("state_buyer", kind="monopoly")),
            seed=seed,
            months=48,
            policy_month=6,
            miners=2000,
        )
        sold = mean(model, "legal_exports") + mean(model, "smuggled_exports")
        shares.append(mean(model, "state_exports") / sold)
        assert mean(model, "formal_buyers") < 0.05, "others may not buy"
    assert np.mean(shares) < 0.05


@pytest.mark.row("P12")
def test_a_monopoly_makes_what_others_buy_smuggled() -> None:
    """All that leaves legally is what the state bought."""
    for model in worlds({}, dose("state_buyer", kind="monopoly")):
        market = model.district.market
        assert market.legal_kg == pytest.approx(market.state_kg)
        assert model.district.ledger.amount("state_export") >= 0.0
    monopoly = average(worlds({}, dose("state_buyer", kind="monopoly")), "metal_sold_legally")
    assert monopoly < average(worlds({}), "metal_sold_legally")


@pytest.mark.row("P12")
def test_a_state_that_pays_well_is_sold_to() -> None:
    """What it pays decides how much it gets, and what the district keeps of it."""
    beside = [worlds({"state_buyer.pays": pays}, dose("state_buyer")) for pays in (0.7, 0.93)]
    low, high = (average(models, "state_exports") for models in beside)
    assert high > 2.0 * low
    for model in beside[1]:
        book, market = model.district.ledger.amount, model.district.market
        price = float(model.district.price[model.month - 1])
        assert book("state_purchase") == pytest.approx(0.93 * market.state_kg * 1000.0 * price)
        assert book("state_export") == pytest.approx(market.state_kg * 1000.0 * price)


@pytest.mark.mechanism("state_buyer.rise")
@pytest.mark.row("P12")
def test_a_standard_that_rises_leaves_those_behind_who_do_not_improve(
    overrides: Overrides,
) -> None:
    """Conduct that stands still is bought at first and not later."""
    still = {"organise.conduct_gain": 0.0, "organise.conduct_decay": 0.0, "state_buyer.rise": 0.15}
    bought = []
    for model in worlds({**still, "state_buyer.pays": 0.95, **overrides}, dose("state_buyer")):
        series = [month["state_exports"] for month in model.recorder.series]
        bought.append((sum(series[6:12]), sum(series[-6:])))
    first, last = np.sum(bought, axis=0)
    assert first > 0.0
    assert last < 0.1 * first


@pytest.mark.mechanism("state_buyer.trains")
@pytest.mark.row("P12", "P2")
def test_cooperatives_it_may_buy_from_are_trained(overrides: Overrides) -> None:
    """Their conduct improves faster, and the state pays for that."""
    plain, bought = worlds(overrides), worlds(overrides, dose("state_buyer"))
    assert average(bought, "conduct") > average(plain, "conduct") + 0.003
    for model in bought:
        assert model.district.ledger.amount("training_state") > 0.0


@pytest.mark.row("P2", "R3")
def test_a_sole_exporter_is_a_tax_on_the_legal_route() -> None:
    """Other traders have to sell to it: what it pays less is what smugglers offer more."""
    levers = dose("state_buyer", kind="sole_exporter")
    low, high = (
        average(worlds({"state_buyer.pays": pays}, levers), "metal_sold_legally")
        for pays in (0.85, 0.96)
    )
    assert low < 0.5 * high
    for model in worlds({"state_buyer.pays": 0.96}, levers):
        market, book = model.district.market, model.district.ledger.amount
        assert market.state_kg == pytest.approx(market.legal_kg)
        assert book("export_legal") == pytest.approx(0.0, abs=1e-6)
        assert book("state_from_traders") > 0.0


def test_two_rules_of_state_buying_at_once_are_refused() -> None:
    both = under(dose("state_buyer"), dose("state_buyer", kind="monopoly"))
    with pytest.raises(BadValue, match="two levers set it to beside and monopoly"):
        CohabitationModel(both, miners=200, policy_month=0).step()


def test_ground_decides_where_the_state_buys() -> None:
    for ground in ("declared", "prepared"):
        world = {"state_buyer.ground": ground, "state_buyer.pays": 0.95}
        assert average(worlds(world, dose("state_buyer")), "state_exports") == 0.0


# --- help in return for legal sales ---------------------------------------------------------------


@pytest.mark.mechanism("reward.worth")
@pytest.mark.row("P7", "R3")
def test_help_in_return_for_legal_sales_brings_them(overrides: Overrides) -> None:
    """The registered sell legally as far as what they get outweighs what others pay."""
    world = {"months": 24, "policy_month": 6}
    gaps = [
        mean(
            lived(overrides, scenario=under("reward_for_legal_sale"), seed=seed, **world),
            "metal_sold_legally",
        )
        - mean(lived(overrides, seed=seed, **world), "metal_sold_legally")
        for seed in SEEDS[:3]
    ]
    assert np.mean(gaps) > 0.25


@pytest.mark.row("P7")
def test_side_sellers_lose_the_help_and_payers_pay_for_what_was_earned() -> None:
    """Who was found out is left out; what is billed is what people got."""
    model = CohabitationModel(
        under(dose("reward_for_legal_sale", places=300.0)), miners=1500, policy_month=2, seed=1
    )
    model.run_to(14)
    d = model.district
    assert (d.people.left_out > d.month).any()
    assert not np.any(d.people.reward_usd[d.people.left_out > d.month])
    assert d.ledger.amount("reward_donors") == pytest.approx(float(d.people.reward_usd.sum()))
    help_usd = default_library().parameter("reward.help_usd_year").value
    registered = d.ledger.amount("reward_help_donors") * 12.0 / float(help_usd)
    assert 0.4 * 300.0 * d.scale <= registered <= 300.0 * d.scale * 1.3


@pytest.mark.parametrize("lever", ["certification", "state_buyer", "reward_for_legal_sale"])
def test_what_a_lever_leaves_behind_is_gone_when_it_ends(lever: str) -> None:
    """A lever that is lifted leaves no price, premium or pledge behind."""
    model = CohabitationModel(
        under(dose(lever, end=6)), miners=900, policy_month=2, overrides=ORGANISED, seed=2
    )
    model.run_to(12)
    d = model.district
    assert not d.sites.outlet_g.any()
    assert not d.sites.pledged_g.any()
    assert np.all(d.cooperatives.price == 1.0)
    assert d.market.outlet_usd == 0.0
    assert d.market.certified_kg == d.market.state_kg == 0.0
