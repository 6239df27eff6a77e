"""What is measured: one family a file; formula, unit and direction stand in the records."""

from __future__ import annotations

from collections.abc import Callable

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
    return found
