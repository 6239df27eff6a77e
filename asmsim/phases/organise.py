"""Organise: cooperatives and their papers, with what help they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import bank, purse
from asmsim.agents.aid import equip, give
from asmsim.rules import organise, routes
from asmsim.rules.loans import repay
from asmsim.state.columns import grown
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
    aid = give(model)
    brings = np.array([market.outlet_usd for market in d.markets])
    net += MONTHS * brings[d.sites.mineral]
    net -= aid.time * MONTHS * d.sites.yield_usd
    if d.now.credit.cover > 0.0:  # papers bring finance where banks lend to those who have them
        more = np.maximum(bank.ready(d) - d.sites.channel, 0.0)
        net += p.finance_gain * more * MONTHS * d.sites.yield_usd
    d.n_cooperatives = organise.form(
        d.sites, coops, net, p, aid.helped, d.luck, (d.month, d.n_cooperatives)
    )
    when = (d.month, d.n_cooperatives)
    organise.join(d.people, d.sites, coops, (p, d.now.law, d.kinds), d.luck, when)
    fees, support, upkeep, escheat, loans = organise.papers(
        d.sites,
        coops,
        d.villages.fund,
        (net, aid.helped, d.policy.support),
        (p, d.now.licence),
        d.luck,
        when,
    )
    organise.conduct(coops, p, d.n_cooperatives, aid.spurred * organise.asked(p, served))
    equip(model)
    d.ledger.book("licence_fee", fees)
    d.office.cash += purse.bill(model, "fee_support", support, "licence.support")
    if loans > 0.0:
        purse.lend(model, "licence_loan", loans, "licence.loan")
    if d.office.lent:
        purse.return_to(model, "licence_repaid", repay(coops, d.n_cooperatives, d.now.licence))
    d.ledger.book("upkeep", upkeep)
    d.ledger.book("escheat", escheat)
    d.office.cash += fees + upkeep
    organise.derive_status(d.people, d.sites, coops, d.month, (p, d.now.law))
