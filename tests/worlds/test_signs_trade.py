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
