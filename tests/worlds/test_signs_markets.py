"""Expected directions in the trade: what follows when formal buyers leave, look harder, come back.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock, default_library
from asmsim.rules import organise
from asmsim.state.columns import empty
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.parameters import parameters
from tests.worlds.lived import SEEDS, change, lived, mean

Overrides = dict[str, Any]

GONE = {"markets.exit": 1.0}
# Nobody organises, so all metal is sold without papers.
NO_PAPERS = {"organise.form": 0.0, "organise.founding_share": 0.0, "organise.founding_lapsed": 0.0}
# Licensed channels pay well: something is gained by passing metal off.
TEMPTING = {"organise.access_premium": 0.1, "organise.founding_share": 0.6}


@pytest.mark.mechanism("markets.formal_traders")
@pytest.mark.row("S5")
def test_fewer_traders_come_where_formal_buyers_have_left(overrides: Overrides) -> None:
    """Buyers leave, the price at the pit falls: fewer compete for the metal (S5)."""
    assert change(overrides, GONE, "pit_price_share") < -0.005


@pytest.mark.mechanism("markets.presence_slope")
@pytest.mark.row("S5")
def test_metal_without_papers_leaves_illegally_where_formal_buyers_have_left(
    overrides: Overrides,
) -> None:
    """Buyers leave, those who stay behind sell to buyers with less regard (S5)."""
    world = {**NO_PAPERS, **overrides}
    assert change(world, GONE, "metal_sold_legally") < -0.1
    assert change(world, GONE, "legal_exports") < 0.0


@pytest.mark.mechanism("markets.leave")
@pytest.mark.row("R3")
def test_the_licensed_lose_their_channel_with_formal_buyers(overrides: Overrides) -> None:
    """Papers bring next to nothing where nobody buys by them (R3)."""
    earned = []
    for more in ({}, GONE):
        worlds = [lived({**TEMPTING, **overrides, **more}, seed=seed) for seed in SEEDS]
        earned.append(sum(world.district.ledger.amount("legal_premium") for world in worlds))
    assert earned[1] < 0.1 * earned[0]


@pytest.mark.mechanism("markets.assessments")
@pytest.mark.row("R4")
def test_zero_tolerance_leaves_sites_that_progressive_buyers_serve(overrides: Overrides) -> None:
    """The rule decides: most findings are no reason to go for buyers with a plan (R4)."""
    progressive = {**overrides, "markets.zero_tolerance": 0.0}
    strict = {"markets.zero_tolerance": 1.0}
    assert change(progressive, strict, "formal_buyers") < -0.1


@pytest.mark.mechanism("markets.zero_tolerance")
def test_the_tolerance_of_the_record_costs_presence(overrides: Overrides) -> None:
    """Even a few who tolerate nothing make formal buyers rarer."""
    plain = {**overrides, "markets.zero_tolerance": 0.0}
    gaps = [
        mean(lived(overrides, seed=seed), "formal_buyers")
        - mean(lived(plain, seed=seed), "formal_buyers")
        for seed in SEEDS
    ]
    assert sum(gaps) < -0.02


def spread(overrides: Overrides) -> float:
    """How unevenly formal buyers serve sites where conduct is alike."""
    world = {**NO_PAPERS, **overrides, "markets.zero_tolerance": 1.0}
    found = []
    for seed in SEEDS:
        sites = lived(world, seed=seed, miners=5000).district.sites
        found.append(float(np.mean(sites.finding[sites.workers > 0] == 0)))
    return float(np.mean(found))


@pytest.mark.slow
@pytest.mark.mechanism("markets.inconsistency")
@pytest.mark.row("R4")
def test_uneven_assessment_has_blind_spots(overrides: Overrides) -> None:
    """Of sites that all fall short, the uneven eye passes more (R4)."""
    precise = {**overrides, "markets.assessment_error": 0.02}
    assert spread(precise) > spread({**precise, "markets.inconsistency": 0.0}) + 0.02


@pytest.mark.mechanism("markets.wedge_slope")
@pytest.mark.row("R3")
def test_dearer_due_diligence_drives_sales_out_of_the_legal_route(overrides: Overrides) -> None:
    """What is not paid for is avoided: cost up, legal share down (R3, R26)."""
    dear = {"markets.due_diligence": 0.06}
    assert change(overrides, dear, "metal_sold_legally") < -0.05


@pytest.mark.mechanism("markets.due_diligence_more")
@pytest.mark.row("P17")
def test_the_lever_of_due_diligence_has_its_cost(overrides: Overrides) -> None:
    """Stricter due diligence widens the wedge as far as it is borne upstream."""
    model = partial(CohabitationModel, miners=400, months=12, policy_month=2, overrides=overrides)
    plain, strict = model(), model(shocks=(Shock("due_diligence", 1.0, 2),))
    for world in (plain, strict):
        world.run_to(6)
    assert strict.district.market.legal_share < plain.district.market.legal_share - 0.05


@pytest.mark.slow
@pytest.mark.mechanism("markets.launder_most")
def test_laundering_stops_when_it_is_always_found_out(overrides: Overrides) -> None:
    """Outside metal is passed off while that pays, and not when all of it is found out."""
    caught = {"markets.launder_detection": 1.0}
    passed = [
        mean(lived({**TEMPTING, **overrides, **more}, seed=seed, miners=3000), "laundered_exports")
        for more in ({}, caught)
        for seed in SEEDS
    ]
    assert min(passed[: len(SEEDS)]) > 0.0
    assert max(passed[len(SEEDS) :]) == 0.0


@pytest.mark.mechanism("markets.due_diligence_detects")
@pytest.mark.row("P17")
def test_due_diligence_finds_metal_passed_off(overrides: Overrides) -> None:
    """Closer looks leave less to be gained by laundering."""
    cheap = {"markets.due_diligence_more": 0.0, "markets.due_diligence_visits": 0.0}
    world = {**TEMPTING, **cheap, **overrides}
    sums = []
    for shocks in ((), (Shock("due_diligence", 1.0, 12),)):
        model = CohabitationModel(miners=3000, months=24, seed=3, shocks=shocks, overrides=world)
        model.run_to(24)
        sums.append(mean(model, "laundered_exports", 6))
    assert sums[1] < 0.5 * sums[0]


@pytest.mark.mechanism("markets.due_diligence_visits")
@pytest.mark.row("P17")
def test_due_diligence_looks_more_often(overrides: Overrides) -> None:
    """More visits, more sites whose conduct somebody has judged."""
    found = []
    for shocks in ((), (Shock("due_diligence", 1.0, 0),)):
        model = CohabitationModel(miners=3000, months=6, shocks=shocks, overrides=overrides)
        model.run_to(5)
        found.append(int(np.count_nonzero(model.district.sites.finding)))
    assert found[1] > found[0]


@pytest.mark.mechanism("markets.leave", "markets.come_back")
@pytest.mark.row("S5")
def test_formal_buyers_leave_fast_and_come_back_slowly(overrides: Overrides) -> None:
    """Six months away undo what years have to rebuild (S5)."""
    for seed in SEEDS:
        model = CohabitationModel(
            miners=1500,
            months=48,
            seed=seed,
            overrides={**overrides, "markets.assessments": 0.0},
            shocks=(Shock("buyer_exit", 1.0, 12, 18),),
        )
        model.run_to(30)
        presence = [month["formal_buyers"] for month in model.recorder.series]
        assert presence[17] < 0.05 * presence[11]
        assert 0.2 * presence[11] < presence[29] < 0.6 * presence[11]


@pytest.mark.mechanism("organise.buyers_conduct")
def test_conduct_improves_less_where_nobody_formal_buys(overrides: Overrides) -> None:
    """Of two cooperatives led alike the one whose buyers have left falls behind (coupling)."""
    p = parameters(default_library().resolve("gold_generic", overrides)).organise
    coops = empty(Cooperatives, 2)
    coops.site[:] = 0, 1
    for _ in range(24):
        organise.conduct(coops, p, 2, organise.asked(p, np.array([1.0, 0.0])))
    assert coops.safety[0] > coops.safety[1] + 0.03


@pytest.mark.mechanism("markets.village_share")
def test_villages_put_a_floor_under_the_price_at_the_pit(overrides: Overrides) -> None:
    """Who is free carries metal to where it is paid for; traders at the pit have to match it."""
    bought = [lived(overrides, seed=seed).buyers[3].bought_kg for seed in SEEDS]
    assert min(bought) > 0.0
    assert change(overrides, {"markets.village_way": 0.2}, "pit_price_share") < -0.002


@pytest.mark.row("S5")
def test_metal_without_papers_is_somewhere_legal_still() -> None:
    """Disengagement lowers formal trade without ending it, and the price at the pit with it."""
    for seed in SEEDS[:2]:
        plain = lived({}, seed=seed, months=48)
        gone = lived({}, seed=seed, months=48, scenario="disengagement")
        assert 0.0 < mean(gone, "legal_exports") < 0.5 * mean(plain, "legal_exports")
        assert mean(gone, "formal_buyers") < 0.3 * mean(plain, "formal_buyers")
        assert mean(gone, "pit_price_share") < mean(plain, "pit_price_share")
        series = gone.recorder.series
        assert all(month["laundered_exports"] <= month["legal_exports"] for month in series)
