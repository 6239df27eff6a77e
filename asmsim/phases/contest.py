"""Contest: what happens where people meet, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.phases import armed
from asmsim.rules import contest, evict
from asmsim.state.columns import FloatColumn
from asmsim.state.district import Cohort
from asmsim.state.events import FIGHTERS_ONLY, SITE_CLASSES
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Meetings, clashes, protests, raids; evictions are carried out; the firm counts its month."""
    d, p = model.district, model.district.now.conflict
    d.clear_events()
    contest.count_ready(d.people, d.sites, d.kinds.nerve)
    met = contest.meetings(d.sites, p, d.month)
    d.meetings = float(np.add.reduce(met))
    contest.clashes(d.sites, d.policy, d.events["clash"], met, p, d.luck, d.month)
    contest.protests(d.villages, d.events["protest"], p, d.luck, d.month)
    if len(d.villages.id):
        hazard = p.background / MONTHS * d.scale / len(d.villages.id)
        contest.background(d.villages, d.events["background"], p, d.luck, d.month, hazard)
    armed.raid(model)
    d.violent_deaths = 0
    for name, events in d.events.items():
        if events.deaths.any() and name not in FIGHTERS_ONLY:
            places = d.people.site if name in SITE_CLASSES else d.people.village
            d.violent_deaths += contest.bury(d.people, places, events.deaths, d.luck, d.month)
    lost, paid = evict.evict(
        d.people,
        d.sites,
        d.policy,
        d.now.eviction,
        (
            d.now.belief.force_trust,
            d.now.belief.eviction_grievance,
            d.now.belief.incumbency,
        ),
        d.luck,
        d.month,
    )
    d.ledger.book("tools_lost", lost)
    compensate(model, paid)
    evicted = np.flatnonzero((d.people.evicted_month == d.month) & (d.people.uprooted == 1))
    if evicted.size:
        origins = d.people.evicted_site[evicted]
        # Nobody is asked for consent: who leaves by agreement is not evicted.
        d.evictions[d.month] = Cohort(evicted, origins, forced=True)
        touch: FloatColumn = np.zeros(len(d.villages.id))
        home = d.people.local[evicted] == 1  # strangers have no kin here
        np.add.at(touch, d.people.village[evicted[home]], d.policy.force[origins[home]])
        evict.sympathise(d.people, d.villages, d.now.belief, d.month, touch)
    for agent in model.firms:
        agent.settle()


def compensate(model: CohabitationModel, paid_usd: float) -> None:
    """Bill the evicted's compensation: the firm's on its title, the state's elsewhere."""
    d, left = model.district, paid_usd
    if paid_usd <= 0.0:
        return
    for agent in model.firms:
        gone = int(np.add.reduce(d.sites.evicted * (d.sites.holder == agent.number)))
        its = min(left, gone * d.now.eviction.compensation_usd)
        purse.bill(model, "compensation", its, "eviction.compensation_usd", firms=(agent,))
        left -= its
    d.ledger.book("compensation_state", left)
    d.office.cash -= left
