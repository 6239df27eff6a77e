"""Organise: cooperatives and their papers, with what help they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import acts, organise, routes
from asmsim.state.columns import FloatColumn, grown
from asmsim.state.reach import reached
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Cooperatives form, admit, apply, lapse and dissolve."""
    d, p = model.district, model.district.now.organise
    cost = routes.legal_cost(d.sites)
    served = d.sites.served
    terms = (d.now.licence, d.policy.support, d.now.state)
    net = organise.net_benefit(d.sites.yield_usd, d.sites.channel, p, cost, terms)
    if len(d.cooperatives.id) < d.n_cooperatives + len(d.sites.id):
        d.cooperatives = grown(d.cooperatives, 2 * len(d.cooperatives.id) + len(d.sites.id))
    coops = d.cooperatives
    organise.recount(d.people, d.sites, coops, d.n_cooperatives)
    helped, trained = train(model)
    d.n_cooperatives = organise.form(
        d.sites, coops, net, p, helped, d.luck, (d.month, d.n_cooperatives)
    )
    when = (d.month, d.n_cooperatives)
    organise.join(d.people, d.sites, coops, p, d.luck, when)
    fees, support, upkeep, escheat = organise.papers(
        d.sites,
        coops,
        d.villages.fund,
        (net, helped, d.policy.support),
        (p, d.now.licence),
        d.luck,
        when,
    )
    organise.conduct(coops, p, d.n_cooperatives, trained * organise.asked(p, served))
    d.ledger.book("licence_fee", fees)
    d.office.cash += purse.bill(model, "fee_support", support, "licence.support")
    d.ledger.book("upkeep", upkeep)
    d.ledger.book("escheat", escheat)
    d.office.cash += fees + upkeep
    organise.derive_status(d.people, d.sites, coops, d.month, p)


def train(model: CohabitationModel) -> tuple[FloatColumn, FloatColumn]:
    """Help and training by site, as multiples of usual: near the mine, or where there are places.

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
    return 1.0 + p.organise * share, 1.0 + p.conduct * share
