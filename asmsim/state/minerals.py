"""Minerals: a district has one, or two whose sites lie side by side; what holds for each.

The parameters stand for the first mineral. Those of the group ``second`` stand in for them where
the second is meant, before any policy: what a lever adds or takes off, it does to both. What the
minerals are called decides nothing; it is what a dose, an effect or a shock names as its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from asmsim.state.columns import put_back, taken
from asmsim.state.parameters import Parameters
from asmsim.state.sites import HARD_ROCK, Sites

FIRST, SECOND = range(2)

Rows: TypeAlias = npt.NDArray[np.intp]

# What each key of ``second`` stands in for.
STANDS_FOR = {
    "name": "mineral.name",
    "unit": "mineral.unit",
    "series": "mineral.series",
    "concealable": "mineral.concealable",
    "central_usd_g": "price.central_usd_g",
    "sigma_month": "price.sigma_month",
    "persistence": "price.persistence",
    "grade_g_day": "deposit.grade_g_day",
    "hard_rock_share": "deposit.hard_rock_share",
    "industrial_mean": "deposit.industrial_mean",
    "recovery_alluvial": "work.recovery_alluvial",
    "recovery_hard": "work.recovery_hard",
    "recovery_improved": "work.recovery_improved",
    "tailings_value": "pit.tailings_value",
    "mercury_concentrate": "environment.mercury_concentrate",
    "mercury_whole_ore": "environment.mercury_whole_ore",
    "smuggler_cost": "markets.smuggler_cost",
    "legal_share_at_zero": "markets.legal_share_at_zero",
    "trader_half_g": "markets.trader_half_g",
    "village_way": "markets.village_way",
    "traceability": "markets.traceability",
    "detection": "armed.detection",
}


def names(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the district's minerals are called, the first one first."""
    if values.get("second.share", 0.0) > 0.0:
        return values["mineral.name"], values["second.name"]
    return (values["mineral.name"],) if "mineral.name" in values else ()


def bases(values: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """All parameters before any policy, as they hold for each mineral."""
    second = names(values)[1:]
    if not second:
        return (values,)
    own = {target: values[f"second.{key}"] for key, target in STANDS_FOR.items()}
    return values, {**values, **own}


# Groups of parameters that are read for each mineral by itself.
TRADE = (
    "markets.",
    "information.",
    "points.",
    "tracing.",
    "border.",
    "quota.",
    "fairtrade.",
    "fairmined.",
    "entry.",
    "state_buyer.",
)


def by_itself(target: str) -> bool:
    """Whether a parameter is read for each mineral by itself, so that a mineral can be named."""
    return target.startswith(TRADE)


def fill(sites: Sites, terms: Sequence[Parameters]) -> None:
    """Write what depends on the mineral and the ore into the sites' table.

    Parameters
    ----------
    terms : sequence of Parameters
        As they hold for each mineral.
    """
    hard = sites.ore == HARD_ROCK
    for mineral, p in enumerate(terms):
        here = sites.mineral == mineral
        work = p.work
        kept = 1.0 - p.preparation.recovery * sites.prepared[here]  # of what is lost otherwise
        usual = np.where(hard, work.recovery_hard, work.recovery_alluvial)[here]
        sites.recovery[here] = np.where(kept < 1.0, 1.0 - kept * (1.0 - usual), usual)
        improved = work.recovery_improved
        sites.improved_recovery[here] = np.where(
            kept < 1.0, 1.0 - kept * (1.0 - improved), improved
        )
        use = p.environment
        lost = np.where(hard, use.mercury_whole_ore, use.mercury_concentrate)
        sites.mercury[here] = lost[here]
        sites.tailings_value[here] = np.where(hard, p.pit.tailings_value, 0.0)[here]


def apart(sites: Sites, minerals: int) -> Iterator[tuple[Rows, Sites]]:
    """Each mineral's rows, and its sites as a table of their own.

    What is changed in such a table is changed in the sites' once the next one is asked for.
    """
    if minerals == 1:
        yield np.arange(len(sites.id)), sites
        return
    for mineral in range(minerals):
        rows = np.flatnonzero(sites.mineral == mineral)
        own = taken(sites, rows)
        yield rows, own
        put_back(sites, rows, own)
