"""Markets: buyers decide whom they serve and what they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """World prices, who serves which site, exporters' net, traders and pit prices."""
    d = model.district
    d.sites.world_price[:] = d.world_prices[d.sites.mineral]
    for buyer in model.buyers:
        buyer.decide()
    run(model)


def run(model: CohabitationModel) -> None:
    """Pay for what levers keep running in the markets."""
    d, now = model.district, model.district.now
    told = max(its.information.reach for its in d.by_mineral)
    tags = max(its.tracing.tags for its in d.by_mineral)
    data = max(its.tracing.data for its in d.by_mineral)
    points = float(np.count_nonzero(d.sites.point))
    for purpose, target, usd_year in (
        ("information", "information.reach", told * now.information.usd_year * d.scale),
        ("local_markets", "points.share", points * now.points.usd_year),
        ("traceability", "tracing.tags", tags * now.tracing.usd_year * d.scale),
        ("traceability", "tracing.data", data * now.tracing.data_usd_year * d.scale),
    ):
        if usd_year > 0.0:
            purse.bill(model, purpose, usd_year / MONTHS, target)
