"""Firm: it decides; then jobs are filled or lost, and its ground is taken from farms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.rules import firm as rules
from asmsim.rules import harvest, jobs

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """The firm looks, talks, shares its ground or guards it, hires and invests."""
    d = model.district
    d.sites.guards[:] = 0.0
    d.sites.intruders_known[:] = 0.0
    d.sites.forces[d.sites.kept_by < 0] = 0.0  # none stay on ground that was given up
    for agent in model.firms:
        agent.decide()
    rules.interdict(d.sites, d.now.security, d.now.force.forces_deter, d.month)
    producing = [firm for firm in d.firms if firm.runs]
    wanted = len(producing) * jobs.wanted(d.now.firm, d.scale)
    held, d.vacancies = jobs.staff(d.people, wanted, d.luck.layoff, d.month)
    for state in d.firms:
        state.jobs = 0
    for turn, state in enumerate(producing):
        state.jobs = (held + turn) // len(producing)
    d.villages.land_lost[:] = 0.0
    for state in producing:
        taken = d.now.firm.land_lost * d.villages.near_mine * (d.villages.mine == state.number)
        d.villages.land_lost[:] += taken
    if d.now.home.land_pressure > 0.0 and len(d.villages.id):
        harvest.pits_take(d.sites, d.villages, d.now.home.land_pressure)
