"""Expected directions of what policy does to trade: taxes, markets near by, rules for buyers.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.state.sites import OPEN
from tests.worlds.lived import SEEDS, lived, mean, under
from tests.worlds.sharing import dose

Overrides = dict[str, Any]

YEAR = 12


def before_and_after(
    overrides: Overrides, *levers: Any, outcome: str, months: int = 36, **world: Any
) -> tuple[float, float]:
    """An outcome in the year before some levers are on and in their last half-year, over seeds."""
    found = []
    for seed in SEEDS[:3]:
        model = lived(
            overrides, scenario=under(*levers), months=months, policy_month=YEAR, seed=seed, **world
        )
        series = [month[outcome] for month in model.recorder.series]
        found.append((float(np.mean(series[:YEAR])), mean(model, outcome, 6)))
    before, after = np.mean(found, axis=0)
    return float(before), float(after)


@pytest.mark.mechanism("tax.export")
@pytest.mark.row("R3")
def test_an_export_tax_of_seven_per_cent_ends_legal_sales(overrides: Overrides) -> None:
    """From nothing to 7 %: nearly all metal takes the other way, that of the licensed too (V3)."""
    world = {"markets.tax": 0.0, "tax.export": 0.07, **overrides}
    before, after = before_and_after(world, "tax", outcome="legal_exports", months=24)
    assert after < 0.15 * before


@pytest.mark.mechanism("tax.export", "markets.wedge_slope")
@pytest.mark.row("R3")
def test_a_tax_at_some_sites_is_felt_there(overrides: Overrides) -> None:
    """Ground that is taxed higher sells less of its metal legally than the same ground untaxed."""
    open_ground, other = [], []
    for levers in ((), (dose("tax", "open"),)):
        sites = lived(overrides, scenario=under(*levers), months=24, policy_month=6).district.sites
        open_ground.append(sites.legal_share[sites.title == OPEN].mean())
        other.append(sites.legal_share[sites.holder >= 0].mean())
    assert open_ground[1] < 0.2 * open_ground[0]
    assert other[1] > 0.9 * other[0]


def test_more_is_taxed_at_the_rate_of_its_own_site() -> None:
    """Public revenue from exports is each site's legal metal at its own rate."""
    model = CohabitationModel(under(dose("tax", "open")), miners=600, policy_month=2, seed=3)
    model.run_to(5)
    d = model.district
    legal = d.sites.recovered_g - (
        (d.sites.recovered_g - d.sites.channel * d.sites.licensed_g) * (1.0 - d.sites.legal_share)
    )
    due = float((legal * d.policy.tax).sum()) * float(d.price[d.month - 1])
    assert len(np.unique(d.policy.tax)) == 2
    assert d.ledger.amount("export_tax") == pytest.approx(due)


# --- the price miners know, and points near by ----------------------------------------------------


def paired(overrides: Overrides, *levers: Any, outcome: str, last: int = 12, **world: Any) -> float:
    """Mean change of an outcome by levers, over seeds, in a world's last months."""
    world = {"months": 36, "policy_month": 6, **world}
    gaps = [
        mean(lived(overrides, scenario=under(*levers), seed=seed, **world), outcome, last)
        - mean(lived(overrides, seed=seed, **world), outcome, last)
        for seed in SEEDS[:3]
    ]
    return float(np.mean(gaps))


@pytest.mark.mechanism("information.error")
@pytest.mark.row("R3")
def test_miners_who_know_the_price_get_more_of_it(overrides: Overrides) -> None:
    """Who can tell a low offer from a low price sells to who pays more."""
    assert paired(overrides, "information", outcome="pit_price_share") > 0.005


@pytest.mark.slow
@pytest.mark.mechanism("points.saves")
@pytest.mark.row("R3", "R16")
def test_buying_points_near_the_pits_raise_price_and_legal_sales(overrides: Overrides) -> None:
    """Less distance and more buyers; what papers cost at the exporter falls away at the point."""
    dear = {"markets.due_diligence": 0.06, "markets.village_way": 0.02, **overrides}
    plain = paired({**dear, "points.saves": 0.0}, "local_markets", outcome="metal_sold_legally")
    assert paired(dear, "local_markets", outcome="metal_sold_legally") > plain + 0.02
    assert paired(dear, "local_markets", outcome="pit_price_share") > 0.004


@pytest.mark.mechanism("markets.discount")
@pytest.mark.row("R16")
def test_markets_that_press_the_price_of_known_origin_drive_metal_underground(
    overrides: Overrides,
) -> None:
    """Who ignores the cost of responsible metal buys less of it."""
    pressed = {"markets.discount": 0.05, **overrides}
    plain = lived({}, months=24)
    assert mean(lived(pressed, months=24), "metal_sold_legally") < 0.5 * mean(
        plain, "metal_sold_legally"
    )


# --- tracing and what it costs --------------------------------------------------------------------

# Papers bring so much that metal of others is passed off.
TEMPTING = {"organise.access_premium": 0.1, "organise.founding_share": 0.6}


@pytest.mark.mechanism("tracing.cost")
@pytest.mark.row("R3", "R26", "R28", "P17")
def test_tracing_nobody_pays_for_lowers_legal_sales(overrides: Overrides) -> None:
    """What it costs falls on the pit; what it finds does not make up for that by itself."""
    assert paired(overrides, "traceability", outcome="metal_sold_legally") < -0.02


@pytest.mark.slow
@pytest.mark.mechanism("markets.compensates")
@pytest.mark.row("R3", "P25")
def test_due_diligence_that_is_paid_for_raises_legal_sales(overrides: Overrides) -> None:
    """The same checks cost legal sales unpaid and bring more of them when they pay (R3)."""
    strict = {"months": 48, "outcome": "metal_sold_legally"}
    unpaid = paired({}, "due_diligence", **strict)
    assert unpaid < -0.02
    assert paired(overrides, "due_diligence", "compensation", **strict) > 0.02


@pytest.mark.mechanism("tracing.data_finds_smuggled")
@pytest.mark.row("P29", "R28")
def test_tracing_from_data_there_are_finds_smugglers_at_no_cost_to_miners(
    overrides: Overrides,
) -> None:
    """What smugglers expect to lose narrows the wedge; miners pay next to nothing."""
    assert paired(overrides, "low_burden_tracing", outcome="metal_sold_legally", months=48) > 0.01
    assert abs(paired(overrides, "low_burden_tracing", outcome="pit_price_share")) < 0.005


@pytest.mark.mechanism("tracing.finds_laundered", "tracing.data_finds_laundered")
@pytest.mark.row("P17", "R28")
def test_tracing_finds_what_is_passed_off(overrides: Overrides) -> None:
    """More is found out, less is passed off."""
    cheap = {"tracing.cost": 0.0, **TEMPTING, **overrides}
    plain = [mean(lived(cheap, seed=seed, miners=3000), "laundered_exports") for seed in SEEDS[:2]]
    for lever in ("traceability", "low_burden_tracing"):
        traced = [
            mean(lived(cheap, scenario=under(lever), seed=seed, miners=3000), "laundered_exports")
            for seed in SEEDS[:2]
        ]
        assert sum(traced) < 0.8 * sum(plain), lever


def test_who_pays_for_tracing_and_compensation_is_booked() -> None:
    """Costs of running a system go to who the dose names; compensation reaches legal sellers."""
    levers = (
        dose("traceability", payers={"donors": 0.5, "state": 0.5}),
        dose("compensation", payers="donors"),
        dose("information"),
    )
    model = CohabitationModel(under(*levers), miners=600, policy_month=2, seed=1)
    model.run_to(6)
    book = model.district.ledger.amount  # the ledger of each month has closed
    assert book("traceability_donors") == pytest.approx(book("traceability_state"))
    assert book("traceability_donors") > 0.0
    legal = model.district.market.legal_kg * 1000.0 * float(model.district.price[5])
    assert book("compensation_paid_donors") == pytest.approx(
        model.district.now.markets.compensation * legal
    )
    assert book("responsible_premium") == 0.0
    assert book("information_donors") > 0.0


@pytest.mark.parametrize("payer", ["firm", "state", "donors", "buyers"])
def test_whoever_pays_the_ledger_closes(payer: str) -> None:
    """Nobody pays itself: the state forgoes a fee, buyers down the chain pay those in the trade."""
    levers = [dose(name, payers=payer) for name in ("compensation", "fee_support", "traceability")]
    model = CohabitationModel(under(*levers), miners=900, policy_month=1, seed=1)
    model.run_to(15)
    assert model.latest("legal_exports") > 0.0


# --- rules for buyers, borders, quotas ------------------------------------------------------------


@pytest.mark.mechanism("liability.strict")
@pytest.mark.row("R4", "R29")
def test_buyers_who_answer_for_what_they_buy_leave_more_sites(overrides: Overrides) -> None:
    """A harder rule serves fewer of the sites where conduct is as it is."""
    easy = {"liability.standard": 0.0, "liability.visits": 0.0, "liability.cost": 0.0, **overrides}
    assert paired(easy, "buyer_liability", outcome="formal_buyers") < -0.05


@pytest.mark.mechanism("liability.exit")
@pytest.mark.row("P23")
def test_a_law_of_an_importing_country_makes_buyers_leave(overrides: Overrides) -> None:
    """They go rather than answer, and legal exports with them."""
    assert paired(overrides, "market_law", outcome="formal_buyers") < -0.3
    assert paired(overrides, "market_law", outcome="legal_exports") < 0.0


@pytest.mark.mechanism("liability.licensing", "liability.force")
@pytest.mark.row("P23")
def test_a_law_abroad_may_move_the_state(overrides: Overrides) -> None:
    """Papers come faster, and force is nearer at hand."""
    model = CohabitationModel(
        under("market_law"), miners=300, policy_month=1, seed=1, overrides=overrides
    )
    plain = model.district.now
    model.run_to(2)
    assert model.district.now.licence.months < plain.licence.months
    assert model.district.now.state.force_priority > plain.state.force_priority


@pytest.mark.mechanism("border.penalty")
@pytest.mark.row("P16")
def test_a_border_that_charges_for_conduct_lowers_what_bad_channels_pay(
    overrides: Overrides,
) -> None:
    """Pit prices fall where conduct is as bad as without organisation, ever more with time."""
    gaps = [
        paired(overrides, "border_adjustment", outcome="pit_price_share", months=months, last=6)
        for months in (12, 48)
    ]
    assert gaps[1] < gaps[0] - 0.005 < 0.0


@pytest.mark.mechanism("border.blame")
@pytest.mark.row("P16", "R8")
def test_the_mine_pays_at_the_border_after_abuses(overrides: Overrides) -> None:
    """Its exports are charged once its guards have harmed people."""
    model = CohabitationModel(
        under("border_adjustment"), miners=400, policy_month=1, seed=1, overrides=overrides
    )
    model.run_to(12)
    before = model.district.ledger.amount("border_penalty_firm")
    model.district.firms[0].blame = 10.0
    model.step()
    assert model.district.ledger.amount("border_penalty_firm") > before


@pytest.mark.row("P12")
def test_a_quota_caps_what_leaves_legally() -> None:
    """No more than the part of what was usual; what is over takes the other way."""
    for cut in (0.5, 1.0):
        model = CohabitationModel(
            under(dose("export_quota", dose=cut)), miners=600, policy_month=6, seed=2
        )
        model.run_to(6)
        usual = model.district.market.usual_kg
        for _ in range(12):
            model.step()
            market = model.district.market
            assert market.legal_kg <= (1.0 - cut) * usual * (1.0 + 1e-12)
            sold = float(model.district.sites.recovered_g.sum()) / 1000.0
            assert market.legal_kg + market.smuggled_kg == pytest.approx(sold)


@pytest.mark.mechanism("tax.effort")
@pytest.mark.row("R20")
def test_a_share_of_royalty_left_here_moves_officials(overrides: Overrides) -> None:
    """What stays in the district makes its officials do more of what policy says."""
    levers = under(dose("tax", kind="local_share"), dose("tax", kind="royalty"))
    model = CohabitationModel(levers, miners=300, policy_month=1, seed=1, overrides=overrides)
    plain = model.district.now.state
    model.run_to(2)
    now = model.district.now.state
    assert now.local_share > plain.local_share
    assert now.royalty > plain.royalty
    assert now.practice > plain.practice
