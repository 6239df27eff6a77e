"""Border: a coalition of importers charges for the conduct behind metal, member or not (P16).

The coalition grows with time. What leaves legally is charged by the conduct at its site; behind
what is smuggled no conduct can be shown, so it is charged in full as far as it reaches the
coalition at all. The mine is charged for abuses, as long as they are remembered.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Border


def coverage(p: Border, now: float) -> float:
    """Next month's share of world demand in the coalition: it joins slowly and leaves at once."""
    if p.members <= now:
        return p.members
    return now + (p.members - now) / p.months


def on_legal(p: Border, covered: float, conduct: FloatColumn) -> FloatColumn:
    """Penalty on legal exports by site, of value: in full on the worst conduct, then less."""
    short = np.clip(1.0 - conduct / p.standard, 0.0, 1.0)
    penalty: FloatColumn = covered * p.penalty * short
    return penalty


def on_smuggled(p: Border, covered: float) -> float:
    """Penalty expected on smuggled metal, of value."""
    return covered * p.penalty * (1.0 - p.evades)


def blame(p: Border, before: float, events: float) -> float:
    """What importers hold against the mine: events with harm, each forgotten by and by."""
    return float(before * 0.5 ** (1.0 / p.blame_half_life) + events)


def on_firm(p: Border, covered: float, held: float) -> float:
    """Penalty on the mine's exports, of value."""
    return covered * p.penalty * (1.0 - math.exp(-p.blame * held))
