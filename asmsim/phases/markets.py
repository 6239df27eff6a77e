"""Markets: buyers decide whom they serve and what they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """World prices, who serves which site, exporters' net, traders and pit prices."""
    d = model.district
    d.sites.world_price[:] = d.world_prices[d.sites.mineral]
    for buyer in model.buyers:
        buyer.decide()
