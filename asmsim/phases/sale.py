"""Sale: metal becomes money, money becomes income, income is spent; the rest goes abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import bank, exports, outlet, reward
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
    outlet.sell(model)
    before = d.sites.tailings_g.copy()
    takings = sale.share_gross(d.sites, d.villages, d.now.pit)
    calendar = (d.start + d.month) // MONTHS, d.calendar_month
    harvest.farm(d.villages, d.now.home, d.now.community.earns, d.luck, calendar)
    papers, paid, for_ore = pay(model)
    d.villages.given[:] = 0.0
    for agent in model.firms:
        agent.contracts.ore.buy()
        agent.invest()
    invest.wear(d.villages, d.now.community)
    armed.levy(model)
    bank.finance(model)
    spend(d, paid)
    flows = dict(zip(sale.FLOWS, paid.tolist(), strict=True))
    ore = takings.ore - sum(market.state_usd for market in d.markets)  # the state pays its own
    flows |= {"ore_sale": ore, "tailings_sale": takings.tailings}
    flows["land_share"] = takings.land + for_land(d, for_ore)
    for line, amount in flows.items():
        ledger.book(line, amount)
    d.market.financiers_cash += flows["repayment"] + flows["tied_discount"] - flows["advance"]
    d.office.cash += flows["seizure"]
    for agent in model.firms:
        agent.state.cash -= agent.state.jobs * d.now.firm.wage_usd_month
        agent.contracts.collect(takings.tribute)
    weigh(d, d.sites.tailings_g - before)
    for village in model.chiefs:
        village.decide()
    paid_out = ore + flows["legal_premium"] - flows["legal_cost"] + flows["laundering"]
    exports.settle(model, papers.passed * d.sites.licensed_g, paid_out)
    for buyer in model.buyers:
        buyer.take()


def bring_ore(d: District) -> None:
    """Those under agreement bring ore to the plant, where it offers terms."""
    d.sites.ore_g[:] = 0.0
    d.sites.ore_weighted_g[:] = 0.0
    d.sites.earned_usd[:] = 0.0
    d.people.ore_g[:] = 0.0
    if (d.sites.ore_price > 0.0).any():
        outside = plant.at_the_pit(d.sites)
        coops = plant.may_deliver(d.cooperatives, d.sites)
        plant.deliver(d.people, d.sites, coops, outside, d.now.offtake, d.kinds)


def pay(model: CohabitationModel) -> tuple[channels.Papers, FloatColumn, float]:
    """Pay everybody; returns what papers are worth, the flows so far, and what ore brought."""
    d = model.district
    paid: FloatColumn = np.zeros(len(sale.FLOWS))
    # Rows of the table that no cooperative has yet lie nowhere.
    support = np.append(d.policy.support, 0.0)[d.cooperatives.site]
    dues = organise.dues(d.cooperatives, d.now.pit.dues, d.now.organise, d.now.licence, support)
    # Who is in no cooperative finds the last of these: nothing sold to outlets, the pit's price.
    outlets = np.append(d.cooperatives.outlet, 0.0), np.append(d.cooperatives.price, 1.0)
    channels.sort_metal(d.people, d.sites, outlets[0])
    reward.pledge(model)
    papers = what_papers_bring(d)
    tills = (d.cooperatives.treasury, dues, *outlets)
    sale.pay_at_sites(d.people, d.sites, tills, (d.now.pit, d.kinds), papers, paid)
    np.add.at(d.villages.fund, d.sites.village, d.sites.access_usd)
    d.people.income[:] += d.people.reward_usd
    for_ore = 0.0
    if d.sites.ore_g.any():
        for_ore = plant.pay(d.people, d.sites, d.now.pit.land_share, d.kinds)
    wage = d.now.firm.wage_usd_month
    sale.pay_elsewhere(d.people, d.villages, (d.now.home, d.kinds), wage, paid)
    return papers, paid, for_ore


def what_papers_bring(d: District) -> channels.Papers:
    """What selling with papers brings at each site; metal passes off as its own kind alone."""
    cost, size = routes.legal_cost(d.sites), len(d.sites.id)
    found = channels.Papers(*(np.zeros(size) for _ in channels.Papers._fields))
    for part in d.parts():
        premium = part.now.organise.access_premium
        its = channels.papers(part.sites, part.now.markets, premium, cost[part.rows])
        for column, own in zip(found, its, strict=True):
            column[part.rows] = own
    return found


def spend(d: District, paid: FloatColumn) -> None:
    """Households borrow, consume and save."""
    counting = d.policy_month <= d.month < d.policy_month + WINNERS_MONTHS
    owed = armed.owing(d)
    sale.keep_house(
        d.people,
        d.villages.consumption,
        d.sites.traders,
        (d.now.pit, d.now.home, d.kinds),
        (d.luck.advance, d.month, counting),
        paid,
    )
    armed.lend(d, owed, paid)


def weigh(d: District, tailings_g: FloatColumn) -> None:
    """Weigh what was recovered of each mineral, at the pits and by the plant.

    Parameters
    ----------
    tailings_g : array, by site
        Metal sold on in tailings this month, grams.
    """
    for mineral, part in enumerate(d.parts()):
        sold = float(np.add.reduce(part.sites.recovered_g))
        ore = float(np.add.reduce(part.sites.ore_g))
        won = d.now.offtake.recovery * ore
        left = float(np.add.reduce(tailings_g[part.rows])) + ore - won
        d.ledger.masses[mineral] = d.ledger.masses[mineral]._replace(
            recovered=sold + won, tailings=left, sold=sold + won
        )


def for_land(d: District, paid_usd: float) -> float:
    """Give the land its share of what the plant paid for ore; returns it, USD."""
    if paid_usd <= 0.0:
        return 0.0
    shares = d.now.pit.land_share * d.sites.ore_g * d.sites.ore_price
    np.add.at(d.villages.fund, d.sites.village, shares)
    return float(np.add.reduce(shares))
