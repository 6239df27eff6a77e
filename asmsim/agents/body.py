"""A body that decides: an agent of its own, with the district in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Body(mesa.Agent):
    """A firm, a government, a buyer: what it decides is a method that calls one rule."""

    model: CohabitationModel
