"""State: the government decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Licences move through the queue; officials inspect, take bribes, order intruders out."""
    model.government.decide()
