"""Armed actors: those there are decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.rules import armed, raids, sale
from asmsim.state.armed import ARMY, NETWORK, NOBODY
from asmsim.state.columns import BoolColumn, FloatColumn

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel
    from asmsim.state.district import District


def phase(model: CohabitationModel) -> None:
    """Armed actors come, stay or leave by what a place would pay, and say what they levy."""
    d = model.district
    if not d.has_armed:
        return
    if d.month > 0:
        armed.expect(d.sites, d.posts, d.now.armed)
    d.posts.claim[:] = 0.0
    d.posts.pressed[:] = 0.0
    d.posts.rival[:] = NOBODY
    p = d.now.armed
    ground = armed.prospect(d.sites, d.villages, d.posts, concealed(d), p, d.now.pit)
    left = armed.unopposed(d.sites, p)
    for actor in model.armed_actors:
        actor.decide(ground, left[actor.number != ARMY])
    armed.ask(d.sites, ground, left)
    armed.ask_in_villages(d.sites, d.villages, p)
    raids.stand_still(d.sites, d.posts, d.now.conflict.stoppage_days_raid, d.month)


def concealed(d: District) -> FloatColumn:
    """Share of its output each site's people can hide, by mineral."""
    share = np.array([p.mineral.concealable for p in d.by_mineral])
    found: FloatColumn = share[d.sites.mineral]
    return found


def levy(model: CohabitationModel) -> None:
    """Let armed actors take their levies and pay their men; part of the sale."""
    d = model.district
    if not d.has_armed:
        return
    armed.levy(d.people, d.sites, d.villages, d.posts)
    armed.share_out(d.armed, d.sites, d.villages, d.posts)
    for actor in model.armed_actors:
        actor.settle()


def raid(model: CohabitationModel) -> None:
    """Let armed men use violence, loot and fight; part of the contest."""
    d, p = model.district, model.district.now.conflict
    if not d.has_armed:
        return
    men = d.now.armed.post_men
    raids.violence(d.sites, d.posts, d.events["violence"], (p, men), d.luck, d.month)
    unpaid = raids.unpaid_men(d.armed, d.sites, d.villages, d.now.armed)
    looted = d.events["looting"]
    looted.actor[:] = np.argmax(unpaid, axis=0)  # whose men are most
    raids.looting(d.villages, looted, np.add.reduce(unpaid, axis=0), p, d.luck, d.month)
    if looted.happened.any():
        taken: FloatColumn = np.zeros(len(d.villages.id))
        raids.loot(d.people, looted, p.loot_share, taken)
        raids.frighten(d.sites, d.posts, looted, p, d.month)
        d.ledger.book("loot", float(np.add.reduce(taken)))
        d.armed.cash[:] += raids.divide(taken, unpaid)
    raids.battles(d.sites, d.posts, d.events["battle"], d.armed, (p, men), (d.luck, d.month))


def owing(d: District) -> BoolColumn | None:
    """Who owes ore before the month's advances, where a criminal network lends or has lent."""
    lends = (d.sites.armed_by == NETWORK).any() or d.people.lender.any()
    return d.people.debt > 0.0 if d.has_armed and lends else None


def lend(d: District, owed: BoolColumn | None, flows: FloatColumn) -> None:
    """Let a criminal network make some of the month's advances; those behind it put up the cash."""
    if owed is None:
        return
    stream = (d.luck.network, d.month)
    advanced = armed.lend(d.people, d.sites, owed, d.now.armed.finance, stream)
    flows[sale.ADVANCES] = max(0.0, flows[sale.ADVANCES] - advanced)
    flows[sale.NETWORK_ADVANCES] += advanced
    back = float(flows[sale.NETWORK_REPAID]) + float(flows[sale.NETWORK_TIED])
    d.ledger.book("armed_backing", advanced)
    d.ledger.book("armed_surplus", back)
