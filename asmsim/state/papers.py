"""Papers: what they save who has them, and how readily people take them up."""

from __future__ import annotations

import math

from asmsim.compiled import compiled
from asmsim.state.parameters import Organise, State
from asmsim.state.units import MONTHS

NEARLY_NEVER = 60.0  # an exponent beyond which a hazard is none


def bribes_usd(state: State, months: float = MONTHS) -> float:
    """What officials can be expected to ask of somebody without papers in a year, or less, USD."""
    return months * state.inspection * state.corruption * state.bribe_usd


@compiled
def eagerness(net: float, p: Organise) -> float:
    """A hazard's multiple: 1 at a net benefit of 0, between 0 and 2."""
    return 2.0 / (1.0 + math.exp(min(-p.sensitivity * net / p.net_scale_usd, NEARLY_NEVER)))
