"""What is measured: one family a file; formula, unit and direction stand in the records."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from asmsim import plugins
from asmsim.errors import BadValue
from asmsim.outcomes import (
    conflict,
    displacement,
    environment,
    firm,
    formalisation,
    livelihood,
    rights,
    trade,
)
from asmsim.outcomes.census import Census
from asmsim.records import Family
from asmsim.state.district import District

__all__ = ["FAMILIES", "measure"]

FAMILIES: dict[str, Callable[[District, Census], dict[str, float]]] = {
    "formalisation": formalisation.measure,
    "conflict": conflict.measure,
    "displacement": displacement.measure,
    "livelihood": livelihood.measure,
    "firm": firm.measure,
    "trade": trade.measure,
    "environment": environment.measure,
    "rights": rights.measure,
}


def measure(district: District, census: Census) -> dict[str, float]:
    """Every outcome of the month just lived."""
    found: dict[str, float] = {}
    for family in FAMILIES.values():
        found |= family(district, census)
    for package, others in offered():
        more = others.measure(district, census)
        if set(more) != set(others.outcomes) or found.keys() & more.keys():
            raise BadValue(
                "does not measure what it says",
                field=f"{package}: {plugins.OUTCOMES}",
                value=", ".join(sorted(more)),
                allowed=f"{', '.join(others.outcomes)}, of which none is measured here already",
            )
        found |= more
    return found


@cache
def offered() -> tuple[tuple[str, Family], ...]:
    """Families that other packages offer as ``asmsim.outcomes``, each with its package."""
    found = plugins.offers(plugins.OUTCOMES, Family)
    return tuple((offer.package, offer.thing) for offer in found)
