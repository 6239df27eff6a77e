"""Sale: metal becomes money, money becomes income, income is spent; the rest goes abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.phases import armed
from asmsim.rules import channels, harvest, invest, organise, plant, routes, sale
from asmsim.state.columns import FloatColumn
from asmsim.state.district import District
from asmsim.state.people import WINNERS_MONTHS
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Metal goes to buyers, shares and debts are paid, households consume."""
    d, ledger = model.district, model.district.ledger
    bring_ore(d)
    takings = sale.share_gross(d.sites, d.villages, d.now.pit)
    calendar = (d.start + d.month) // MONTHS, d.calendar_month
    harvest.farm(d.villages, d.now.home, d.now.community.earns, d.luck, calendar)
    papers, paid, for_ore = pay(d)
    for agent in model.firms:
        agent.contracts.buy_ore()
        agent.invest()
    invest.wear(d.villages, d.now.community)
    armed.levy(model)
    spend(d, paid)
    flows = dict(zip(sale.FLOWS, paid.tolist(), strict=True))
    flows |= {"ore_sale": takings.ore, "tailings_sale": takings.tailings}
    flows["land_share"] = takings.land + for_land(d, for_ore)
    for line, amount in flows.items():
        ledger.book(line, amount)
    d.market.financiers_cash += flows["repayment"] + flows["tied_discount"] - flows["advance"]
    d.office.cash += flows["seizure"]
    for agent in model.firms:
        agent.state.cash -= agent.state.jobs * d.now.firm.wage_usd_month
        agent.contracts.collect(takings.tribute)
    sold = weigh(d, takings.tailings_g)
    for village in model.chiefs:
        village.decide()
    paid_out = takings.ore + flows["legal_premium"] - flows["legal_cost"] + flows["laundering"]
    export(d, sold, papers.passed * d.sites.licensed_g, paid_out)
    for buyer in model.buyers:
        buyer.take()


def bring_ore(d: District) -> None:
    """Those under agreement bring ore to the plant, where it offers terms."""
    d.sites.ore_g[:] = 0.0
    d.sites.ore_weighted_g[:] = 0.0
    d.sites.earned_usd[:] = 0.0
    d.people.ore_g[:] = 0.0
    if (d.sites.ore_price > 0.0).any():
        outside = plant.at_the_pit(d.sites, d.now.work, d.now.pit)
        coops = plant.may_deliver(d.cooperatives, d.sites)
        terms = (d.now.work, d.now.pit)
        plant.deliver(d.people, d.sites, coops, outside, d.now.offtake, terms)


def pay(d: District) -> tuple[channels.Papers, FloatColumn, float]:
    """Pay everybody; returns what papers are worth, the flows so far, and what ore brought."""
    paid: FloatColumn = np.zeros(len(sale.FLOWS))
    support = d.policy.support[d.cooperatives.site]
    dues = organise.dues(d.cooperatives, d.now.pit.dues, d.now.organise, d.now.licence, support)
    channels.sort_metal(d.people, d.sites)
    cost = routes.legal_cost(d.sites)
    papers = channels.papers(d.sites, d.now.markets, d.now.organise.access_premium, cost)
    tills = (d.cooperatives.treasury, dues)
    sale.pay_at_sites(d.people, d.sites, tills, d.now.pit, papers, paid)
    for_ore = 0.0
    if d.sites.ore_g.any():
        for_ore = plant.pay(d.people, d.sites, d.now.pit.land_share, d.now.pit)
    sale.pay_elsewhere(d.people, d.villages, d.now.home, d.now.firm.wage_usd_month, paid)
    return papers, paid, for_ore


def spend(d: District, paid: FloatColumn) -> None:
    """Households borrow, consume and save."""
    counting = d.policy_month <= d.month < d.policy_month + WINNERS_MONTHS
    sale.keep_house(
        d.people,
        d.villages.consumption,
        d.sites.traders,
        (d.now.pit, d.now.home),
        (d.luck.advance, d.month, counting),
        paid,
    )


def weigh(d: District, tailings_g: float) -> float:
    """Weigh what was recovered, at the pits and by the plant; returns what the pits sold, grams."""
    sold = float(np.add.reduce(d.sites.recovered_g))
    ore = float(np.add.reduce(d.sites.ore_g))
    won = d.now.offtake.recovery * ore
    d.ledger.mass = d.ledger.mass._replace(
        recovered=sold + won, tailings=tailings_g + ore - won, sold=sold + won
    )
    return sold


def for_land(d: District, paid_usd: float) -> float:
    """Give the land its share of what the plant paid for ore; returns it, USD."""
    if paid_usd <= 0.0:
        return 0.0
    shares = d.now.pit.land_share * d.sites.ore_g * d.sites.ore_price
    np.add.at(d.villages.fund, d.sites.village, shares)
    return float(np.add.reduce(shares))


def export(d: District, sold_g: float, passed: FloatColumn, paid_usd: float) -> None:
    """Sell the month's metal abroad; what is left is trade cost and margin, or a loss.

    Metal that the licensed sell to formal buyers leaves legally, outside metal they pass off with
    it, and of the rest what each site's traders sell by the legal route.

    Parameters
    ----------
    passed : array, by site, grams
        Outside metal passed off.
    """
    market, ledger = d.market, d.ledger
    worth = sold_g * d.world_price
    legal_here = channels.legal_g(d.sites)
    passed_g = float(np.add.reduce(passed))
    legal_g = min(float(np.add.reduce(legal_here)) + passed_g, sold_g)
    legal = legal_g * d.world_price
    elsewhere = (d.policy.tax - d.now.markets.tax) * (legal_here + passed)  # where it differs
    tax = d.now.markets.tax * legal + float(np.add.reduce(elsewhere)) * d.world_price
    left = worth - paid_usd - tax
    ledger.book("export_legal", legal)
    ledger.book("export_smuggled", max(worth - legal, 0.0))
    ledger.book("export_tax", tax)
    ledger.book("trade_cost", max(left, 0.0))
    ledger.book("trade_loss", max(-left, 0.0))
    d.office.cash += tax
    market.laundered_kg = passed_g / 1000.0
    market.legal_kg = legal_g / 1000.0
    market.plant_kg = d.now.offtake.recovery * float(np.add.reduce(d.sites.ore_g)) / 1000.0
    market.smuggled_kg = sold_g / 1000.0 - market.legal_kg
