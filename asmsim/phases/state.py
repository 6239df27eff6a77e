"""State: the government decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents import purse
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Licences move through the queue; officials inspect, take bribes, order intruders out.

    Programmes meet and are told of each other, as far as somebody pays for it.
    """
    model.government.decide()
    d, p = model.district, model.district.now.coordination
    cost = p.level * p.usd_year / MONTHS * d.scale
    purse.bill(model, "coordination", cost, "coordination.level")
