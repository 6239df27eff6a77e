"""Help in return for legal sales: who is registered, what they get, who pays for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import reward
from asmsim.state.columns import FloatColumn
from asmsim.state.reach import reached
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

TARGETS = ("reward.share", "reward.places")


def pledge(model: CohabitationModel) -> None:
    """Register diggers, let them sell and reward them; bill what that costs."""
    d, p = model.district, model.district.now.reward
    asks = p.share > 0.0 or p.places > 0.0
    if not asks and not d.people.reward_usd.any() and not d.sites.pledged_g.any():
        return
    able = reward.able(d.people, d.month)
    places, number = p.places * d.scale, float(len(able))
    listed = max(p.share, reached(places, number, d.now.coordination))
    loyal: FloatColumn = np.zeros(len(d.sites.id))
    for part in d.parts():
        slope, its = part.now.markets.wedge_slope, part.now.reward
        loyal[part.rows] = reward.loyal(part.sites.legal_share, slope, its.worth)
    luck = d.luck.reward, d.month
    registered = reward.pledge(d.people, d.sites, (listed, able), loyal, p, luck)
    worth = float(np.add.reduce(d.people.reward_usd))
    purse.bill(model, "reward", worth, *TARGETS)
    purse.bill(model, "reward_help", registered * p.help_usd_year / MONTHS, *TARGETS)
