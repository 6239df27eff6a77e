"""Policy: levers and shocks become this month's parameters, tenure and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.levers import combine
from asmsim.rules import access, acts
from asmsim.state import minerals
from asmsim.state.kinds import kinds
from asmsim.state.parameters import parameters
from asmsim.state.sites import FORBIDDEN, KEPT, TOLERATED, lies_in

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Levers that are on take effect; dated shocks apply, so a shock of month m is felt in m."""
    d = model.district
    d.ledger.open(d.stocks())
    alarmed_firms = [firm.number for firm in d.firms if firm.alarm_months > 0.0]
    alarm = bool(alarmed_firms)
    effects, bounds = model.plan.effects(d.month), model.plan.bounds
    granted = [*acts.tenure(d.sites, d.month), (d.sites.tolerated == 1, TOLERATED)]
    d.sites.tenure[:] = combine.tenure(effects, d.sites, granted, minerals.names(d.values))
    changed = model.effects != effects or model.alarm != alarm
    if changed:
        d.now, *others = (
            parameters(combine.values(base, effects, bounds, alarm=alarm))
            for base in minerals.bases(d.values)
        )
        d.others = tuple(others)
        d.added = combine.added(d.values, effects, alarm=alarm)
        model.payers.clear()
        minerals.fill(d.sites, d.by_mineral)
        d.kinds = kinds(d.now)
        model.effects, model.alarm = effects, alarm
    alarmed = (d.sites.alarm_until >= d.month) | np.isin(d.sites.holder, alarmed_firms)
    places = [column.tobytes() for column in (d.sites.title, d.sites.tenure, alarmed)]
    if changed or model.places != places:  # the same effects hold elsewhere
        practice = d.now.state.practice
        d.policy = combine.policy(d.values, effects, bounds, d.sites, alarmed, practice)
        model.places = places
    access.decree(d.sites, d.policy, d.luck.access)
    d.sites.intrusion[:] = lies_in(d.sites.tenure, FORBIDDEN)
    d.sites.kept_by[:] = np.where(lies_in(d.sites.tenure, KEPT), d.sites.holder, -1)
