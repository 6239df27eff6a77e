"""Aid: what programmes give to cooperatives, and the time it takes them when programmes crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.agents import purse
from asmsim.rules import acts, grants, technique
from asmsim.state.columns import FloatColumn
from asmsim.state.people import MINING
from asmsim.state.reach import doubled, reached
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Aid(NamedTuple):
    """What a month's aid comes to.

    Attributes
    ----------
    helped, spurred : array, site
        Help to organise and to apply, and the pace of conduct, as multiples of usual.
    time : float
        Share of their time that members lose to programmes which came for the second time.
    """

    helped: FloatColumn
    spurred: FloatColumn
    time: float


def give(model: CohabitationModel) -> Aid:
    """Train members and grant money to cooperatives, at the expense of who pays for it."""
    now = model.district.now
    share, again = train(model)
    works, anew = grant(model)
    return Aid(
        1.0 + now.training.organise * share,
        (1.0 + now.training.conduct * share) * (1.0 + now.grant.conduct * works),
        now.coordination.time * (again + anew),
    )


def equip(model: CohabitationModel) -> None:
    """Equip members to do without mercury, as places allow; let technique spread and wear out."""
    d, p = model.district, model.district.now.technique
    places = p.places / MONTHS * d.scale
    if places <= 0.0 and not d.people.technique[d.people.occupation == MINING].any():
        return
    more = technique.gains(d.sites, d.now.work.improved_time)
    used, members, asked, rows = technique.count(d.people, more, d.n_cooperatives, p.equipment_usd)
    helped = reached(places, asked, d.now.coordination) if asked else 0.0
    seen = used / np.maximum(d.sites.diggers, 1)
    luck = d.luck.technique, d.month
    bought = technique.take_up(d.people, more, (rows, members), (seen, helped), p, luck)
    technique.reflect(d.cooperatives, members[:-1], p)
    d.ledger.book("equipment", bought)
    usd = min(places, asked) * p.equipment_usd
    purse.bill(model, "clean_technique", usd, "technique.places")


def train(model: CohabitationModel) -> tuple[FloatColumn, float]:
    """Train members: near the mine, or where there are places; returns shares, and who had two.

    Who trains those near the mine trains the stated share of them; programmes with a number of
    places train members anywhere in the district. Every place that is taken up costs, whether or
    not somebody has had one before.
    """
    d, p = model.district, model.district.now.training
    share: FloatColumn = np.zeros(len(d.sites.id))
    members = float(np.add.reduce(d.sites.organised))
    if (d.policy.training > 0.0).any():
        near = acts.from_concessions(d.sites, d.ground) <= p.reach_km
        share[near] = d.policy.training[near]
        trained = float(np.add.reduce(share * d.sites.organised))
        purse.bill(model, "training", trained * p.usd_year / MONTHS, "training.share")
    places = p.places * d.scale
    if places > 0.0:
        share = np.maximum(share, reached(places, members, d.now.coordination))
        taken_up = min(places, members)
        purse.bill(model, "training", taken_up * p.usd_year / MONTHS, "training.places")
    return share, doubled(places, members, d.now.coordination)


def grant(model: CohabitationModel) -> tuple[FloatColumn, float]:
    """Grant money and works to sites; returns where there are works, and who had two grants."""
    d, p = model.district, model.district.now.grant
    places = p.places * d.scale
    works: FloatColumn = np.zeros(len(d.sites.id))
    if places <= 0.0:
        return works, 0.0
    members = float(np.add.reduce(d.sites.organised * (d.policy.grants > 0.0)))
    share = reached(places, members, d.now.coordination)
    chosen = grants.chosen(d.sites, d.policy.grants, share, d.luck.grant, d.month)
    works[chosen] = 1.0
    # Who is reached twice is paid twice, so that every place taken up is paid for.
    twice = doubled(places, members, d.now.coordination)
    each = p.usd_year / MONTHS * (1.0 + twice / share)
    alive = d.n_cooperatives
    its = chosen[d.cooperatives.site[:alive]] * d.cooperatives.members[:alive] * each
    usd = float(np.add.reduce(its))
    purse.bill(model, "works", p.works * usd, "grant.places")
    d.cooperatives.treasury[:alive] += (1.0 - p.works) * its
    purse.bill(model, "grants", float(np.add.reduce((1.0 - p.works) * its)), "grant.places")
    return works, twice
