"""The pit contract's weights: what one role is paid relative to another."""

from __future__ import annotations

from asmsim.compiled import compiled
from asmsim.state.parameters import Pit
from asmsim.state.people import FOREMAN, MANAGER, SKILLED


@compiled
def weight(pit: Pit, role: int) -> float:
    """Weight of a role in the pit contract, an ordinary digger being 1 (Stoop and Verpoorten)."""
    if role == SKILLED:
        return pit.weight_skilled
    if role == FOREMAN:
        return pit.weight_foreman
    if role == MANAGER:
        return pit.weight_manager
    return 1.0
