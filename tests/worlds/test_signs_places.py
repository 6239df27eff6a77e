"""Expected directions where a district has two minerals, and in kinds of places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock
from tests.worlds.lived import SEEDS, lived

Overrides = dict[str, Any]

BOTH = {"second.share": 0.5}
TIN = 1


def at_sites_of(world: CohabitationModel, mineral: int) -> int:
    """How many work at sites of a mineral."""
    sites = world.district.sites
    return int(sites.workers[sites.mineral == mineral].sum())


@pytest.mark.slow
@pytest.mark.mechanism("second.share")
@pytest.mark.row("P17", "R12")
def test_people_go_to_the_mineral_that_pays_more(overrides: Overrides) -> None:
    """Miners of one mineral can dig the other: a dear one draws people from the cheap one."""
    poor, rich = (
        [lived({**BOTH, **overrides, "second.central_usd_g": price}, seed=seed) for seed in SEEDS]
        for price in (0.02, 0.05)
    )
    drawn = [at_sites_of(b, TIN) - at_sites_of(a, TIN) for a, b in zip(poor, rich, strict=True)]
    assert min(drawn) > 50


@pytest.mark.mechanism("second.share")
@pytest.mark.row("P17")
def test_what_is_dear_to_smuggle_leaves_legally(overrides: Overrides) -> None:
    """Concealment pays for gold; ore that is seen at the border leaves by the front door."""
    shares = []
    for cost in (0.01, 0.15):
        world = lived({**BOTH, **overrides, "second.smuggler_cost": cost})
        tin = world.district.markets[-1]
        shares.append(tin.legal_kg / (tin.legal_kg + tin.smuggled_kg))
    assert shares[1] > shares[0] + 0.1


def test_a_shock_to_one_mineral_leaves_the_terms_of_the_other() -> None:
    crash = (Shock("markets.price_factor", 0.5, 6, None, "3t"),)
    plain, hit = (
        CohabitationModel(miners=300, seed=2, months=12, overrides=BOTH, shocks=shocks)
        for shocks in ((), crash)
    )
    for world in (plain, hit):
        world.run_to(12)
    before, after = plain.district.world_prices, hit.district.world_prices
    assert after.tolist() == [before[0], 0.5 * before[1]]
    assert at_sites_of(hit, TIN) < at_sites_of(plain, TIN)


def test_mass_closes_for_each_mineral_and_all_that_is_sold_leaves() -> None:
    world = CohabitationModel(
        "collaboration_offtake", miners=400, seed=1, months=30, overrides=BOTH
    )
    for _ in range(30):
        world.step()
        d = world.district
        for mineral, (mass, market) in enumerate(zip(d.ledger.masses, d.markets, strict=True)):
            here = d.sites.mineral == mineral
            dug = float(d.sites.contained_g[here].sum())
            assert mass.reserve_lost == pytest.approx(dug)
            assert mass.reserve_lost == pytest.approx(mass.recovered + mass.tailings)
            left_kg = market.legal_kg + market.smuggled_kg + market.plant_kg
            assert mass.sold == pytest.approx(1000.0 * left_kg)
        assert d.markets[TIN].plant_kg == 0.0, "the plant wins the first mineral alone"
        prices = np.array([path[d.month - 1] for path in d.prices])
        legal = prices @ np.array([market.legal_kg for market in d.markets])
        assert d.ledger.amount("export_legal") == pytest.approx(1000.0 * legal)


def test_two_minerals_alike_are_one() -> None:
    """With every value of the second that of the first, the district is the one it was."""
    from asmsim.state.minerals import STANDS_FOR
    from tests.defaults import values

    alone = {
        "price.path": "constant",
        "district.firms": 0,
        "markets.village_share": 0.0,
        "markets.launder_most": 0.0,
    }
    given = values(alone)
    alike = {f"second.{key}": given[target] for key, target in STANDS_FOR.items()}
    limits = {"second.name": "3t", "second.unit": "kg", "second.share": 0.5}
    one, two = (
        lived(world, miners=300, months=12) for world in (alone, {**alone, **alike, **limits})
    )
    assert two.district.sites.mineral.any()
    for name in ("income", "savings", "site", "debt"):
        a, b = (getattr(world.district.people, name) for world in (one, two))
        np.testing.assert_allclose(a, b, rtol=1e-9)
