"""Belief in a place where a neighbour soothes: what ours does, and grievance halved after it."""

from __future__ import annotations

from asmsim.model import CohabitationModel
from asmsim.phases import belief


def phase(model: CohabitationModel) -> None:
    """People see, hear and feel as ever, then half of what they feel is soothed."""
    belief.phase(model)
    model.district.people.grievance[:] *= 0.5
