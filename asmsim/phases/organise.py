"""Organise: cooperatives and their papers, with what help they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import bank, purse
from asmsim.agents.aid import equip, give
from asmsim.rules import cards, children, organise, routes
from asmsim.rules.loans import repay
from asmsim.state.columns import BoolColumn, grown
from asmsim.state.district import District
from asmsim.state.papers import bribes_usd
from asmsim.state.reach import reached
from asmsim.state.units import DAYS_MONTH, MONTHS

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
    organise.derive_status(d.people, d.sites, coops, (p, d.now.law, sell_cards(d)), d.month)
    look_after(model)


def sell_cards(d: District) -> BoolColumn:
    """Let people buy cards where the law has them; returns where they hold."""
    where = cards.ground(d.sites, d.now.law)
    if where.any():
        terms = (d.now.card, d.now.organise, d.now.law)
        bribes = bribes_usd(d.now.state)
        fees = cards.buy(d.people, where, bribes, terms, d.luck.card, d.month)
        d.ledger.book("card_fee", fees)
        d.office.cash += fees
    return where


def look_after(model: CohabitationModel) -> None:
    """Count children and pregnant women at work; remediation takes children out as places allow."""
    d, p, people = model.district, model.district.now.children, model.district.now.people
    need = people.poverty_line_usd_day * (1.0 + people.dependants) * DAYS_MONTH
    terms = (p, d.now.environment, d.now.law)
    watch = d.now.state.inspection * (1.0 - d.now.state.corruption)
    home = (need, d.now.organise.conduct_start)
    found = children.count(d.people, d.cooperatives, terms, home, watch)
    d.pregnant_at_work, d.children_at_work = found.pregnant, found.children
    places = p.places * d.scale
    if places > 0.0 and found.children > 0.0:
        d.children_at_work *= 1.0 - reached(places, found.children, d.now.coordination)
        usd = min(places, found.children) * p.usd_year / MONTHS
        purse.bill(model, "remediation", usd, "children.places")
