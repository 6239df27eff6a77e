"""The month: twelve phases in order, what each does, reads and writes.

``MONTH`` is the only statement of order. A phase gathers from the tables, calls rules and books
payments; the science is in ``rules/``. What firm, government and buyers decide is a method of
their agents, which calls rules likewise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.ledger import Mass
from asmsim.levers import combine
from asmsim.rules import belief, contest, evict, harvest, markets, move, organise, sale, work
from asmsim.state.columns import FloatColumn, grown
from asmsim.state.district import Cohort, District
from asmsim.state.events import CLASSES
from asmsim.state.founding import mean_weight
from asmsim.state.near import near
from asmsim.state.parameters import parameters
from asmsim.state.people import MINED, MINING
from asmsim.state.sites import (
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    NO_GO,
    PROTECTED,
)
from asmsim.state.units import DAYS_MONTH, MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

WINNERS_MONTHS = 36  # income is compared over so many months from the policy month
CONCESSION = (CONCESSION_CORE, CONCESSION_MARGIN)
FORBIDDEN = (*CONCESSION, NO_GO, PROTECTED)


def policy(model: CohabitationModel) -> None:
    """Levers that are on take effect; dated shocks apply, so a shock of month m is felt in m."""
    d = model.district
    d.ledger.open(d.stocks())
    alarm = d.firm is not None and d.firm.alarm_months > 0.0
    effects, bounds = model.plan.effects(d.month), model.plan.bounds
    d.sites.tenure[:] = combine.tenure(effects, d.sites)
    d.sites.intrusion[:] = np.isin(d.sites.tenure, FORBIDDEN)
    d.sites.firms_ground[:] = np.isin(d.sites.tenure, CONCESSION)
    if model.effects != effects or model.alarm != alarm:
        d.now = parameters(combine.values(d.values, effects, bounds, alarm=alarm))
        model.effects, model.alarm = effects, alarm
    # Places can change with tenure and alarms, so what policy sets there is joined anew.
    alarmed = (d.sites.alarm_until >= d.month) | alarm
    d.policy = combine.policy(d.values, effects, bounds, d.sites, alarmed)


def market(model: CohabitationModel) -> None:
    """World price, exporters' net, traders and pit prices."""
    for buyer in model.buyers:
        buyer.decide()


def state(model: CohabitationModel) -> None:
    """Licences move through the queue; officials inspect, take bribes, order intruders out."""
    model.government.decide()


def firm(model: CohabitationModel) -> None:
    """The firm looks, posts guards and orders evictions."""
    d = model.district
    d.sites.guards[:] = 0.0
    d.sites.interdiction[:] = 0.0
    for agent in model.firms:
        agent.decide()


def armed(model: CohabitationModel) -> None:
    """Armed actors enter, stay, leave and levy where they are present."""
    for actor in model.armed_actors:
        actor.decide()


def mine(model: CohabitationModel) -> None:
    """People dig and process; reserves fall; accidents happen."""
    d = model.district
    season = work.season(d.now.work, d.calendar_month)
    dug, recovered, fatal = work.dig(
        d.people, d.sites, d.now.work, d.now.pit, d.luck, d.month, season
    )
    d.fatal_accidents = fatal
    d.ledger.mass = Mass(reserve_lost=dug, recovered=recovered)


def sell(model: CohabitationModel) -> None:
    """Metal goes to buyers, shares and debts are paid, households consume."""
    d, ledger = model.district, model.district.ledger
    takings = sale.share_gross(d.sites, d.villages, d.now.pit)
    calendar = (d.start + d.month) // MONTHS, d.calendar_month
    harvest.farm(d.villages, d.now.home, d.luck, calendar)
    counting = d.policy_month <= d.month < d.policy_month + WINNERS_MONTHS
    paid = np.zeros(len(sale.FLOWS))
    dues = organise.dues(d.cooperatives, d.now.pit.dues, d.now.organise, d.now.licence)
    legal = (d.now.organise.access_premium, markets.legal_cost(d.now.markets, d.market.net))
    tills = (d.cooperatives.treasury, dues)
    licensed = sale.pay_at_sites(d.people, d.sites, tills, d.now.pit, legal, paid)
    wage = d.now.firm.wage_usd_month if d.firm is not None and d.firm.runs else 0.0
    sale.pay_elsewhere(d.people, d.villages, d.now.home, wage, paid)
    sale.keep_house(
        d.people,
        d.villages.consumption,
        d.sites.traders,
        (d.now.pit, d.now.home),
        (d.luck.advance, d.month, counting),
        paid,
    )
    flows = dict(zip(sale.FLOWS, paid.tolist(), strict=True))
    flows |= {"ore_sale": takings.ore, "tailings_sale": takings.tailings}
    flows["land_share"] = takings.land
    for line, amount in flows.items():
        ledger.book(line, amount)
    d.market.financiers_cash += flows["repayment"] + flows["tied_discount"] - flows["advance"]
    if d.firm is not None:
        d.firm.cash -= flows["wage"]
    sold = float(np.add.reduce(d.sites.recovered_g))
    ledger.mass = ledger.mass._replace(tailings=takings.tailings_g, sold=sold)
    for village in model.chiefs:
        village.decide()
    paid_out = takings.ore + flows["legal_premium"] - flows["legal_cost"]
    export(d, sold, licensed, paid_out)
    for buyer in model.buyers:
        buyer.take(d.market.legal_kg, d.market.smuggled_kg)


def export(d: District, sold_g: float, licensed_g: float, paid_usd: float) -> None:
    """Sell the month's metal abroad; what is left is trade cost and margin, or a loss.

    Metal of the licensed leaves legally, the rest by both routes.
    """
    market, ledger = d.market, d.ledger
    worth = sold_g * d.world_price
    legal_g = licensed_g + market.legal_share * (sold_g - licensed_g)
    legal = legal_g * d.world_price
    tax = d.now.markets.tax * legal
    left = worth - paid_usd - tax
    ledger.book("export_legal", legal)
    ledger.book("export_smuggled", max(worth - legal, 0.0))
    ledger.book("export_tax", tax)
    ledger.book("trade_cost", max(left, 0.0))
    ledger.book("trade_loss", max(-left, 0.0))
    d.office.cash += tax
    market.legal_kg = legal_g / 1000.0
    market.smuggled_kg = sold_g / 1000.0 - market.legal_kg


def organise_cooperatives(model: CohabitationModel) -> None:
    """Cooperatives form, admit, apply, lapse and dissolve."""
    d, p = model.district, model.district.now.organise
    cost = markets.legal_cost(d.now.markets, d.market.net)
    net = organise.net_benefit(d.sites.yield_usd, p, d.now.licence, cost, d.now.state)
    if len(d.cooperatives.id) < d.n_cooperatives + len(d.sites.id):
        d.cooperatives = grown(d.cooperatives, 2 * len(d.cooperatives.id) + len(d.sites.id))
    coops = d.cooperatives
    organise.recount(d.people, d.sites, coops, d.n_cooperatives)
    d.n_cooperatives = organise.form(d.sites, coops, net, p, d.luck, (d.month, d.n_cooperatives))
    when = (d.month, d.n_cooperatives)
    organise.join(d.people, d.sites, coops, p, d.luck, when)
    fees, upkeep, escheat = organise.papers(
        d.sites, coops, d.villages.fund, net, (p, d.now.licence), d.luck, when
    )
    organise.conduct(coops, p, d.n_cooperatives)
    d.ledger.book("licence_fee", fees)
    d.ledger.book("upkeep", upkeep)
    d.ledger.book("escheat", escheat)
    d.office.cash += fees + upkeep
    organise.derive_status(d.people, d.sites, coops, d.month, p)


def contend(model: CohabitationModel) -> None:
    """Meetings, clashes, protests; evictions are carried out; the firm counts its month."""
    d, p = model.district, model.district.now.conflict
    d.clear_events()
    contest.count_ready(d.people, d.sites)
    met = contest.meetings(d.sites, p, d.month)
    d.meetings = float(np.add.reduce(met))
    contest.clashes(d.sites, d.policy, d.events["clash"], met, p, d.luck, d.month)
    contest.protests(d.villages, d.events["protest"], p, d.luck, d.month)
    if len(d.villages.id):
        hazard = p.background / MONTHS * d.scale / len(d.villages.id)
        contest.background(d.villages, d.events["background"], p, d.luck, d.month, hazard)
    d.violent_deaths = 0
    for name in CLASSES:
        events = d.events[name]
        if events.deaths.any():
            places = d.people.site if name == "clash" else d.people.village
            d.violent_deaths += contest.bury(d.people, places, events.deaths, d.luck, d.month)
    lost, paid = evict.evict(
        d.people,
        d.sites,
        d.policy,
        d.now.eviction,
        (d.now.belief.force_trust, d.now.belief.eviction_grievance),
        d.luck,
        d.month,
    )
    d.ledger.book("tools_lost", lost)
    d.ledger.book("compensation", paid)
    evicted = np.flatnonzero((d.people.evicted_month == d.month) & (d.people.uprooted == 1))
    if evicted.size:
        origins = d.people.evicted_site[evicted]
        # Nobody is asked for consent: who leaves by agreement is not evicted.
        d.evictions[d.month] = Cohort(evicted, origins, forced=True)
        touch: FloatColumn = np.zeros(len(d.villages.id))
        np.add.at(touch, d.people.village[evicted], d.policy.force[origins])
        evict.sympathise(d.people, d.villages, d.now.belief, d.month, touch)
    for agent in model.firms:
        agent.settle(paid)


def believe(model: CohabitationModel) -> None:
    """Yields, dangers, trust, grievance and what the mine is thought to earn."""
    d, p = model.district, model.district.now.belief
    belief.hear(
        d.sites, p, d.now.work, d.now.pit, (d.now.move.rush_hype, mean_weight(d.now)), d.month
    )
    people = d.now.people
    need = people.poverty_line_usd_day * (1.0 + people.dependants) * DAYS_MONTH
    belief.feel(d.people, d.sites, p, need, (people.trust_firm, people.trust_state))
    belief.gather(d.people, d.villages)
    margin = 0.0 if d.firm is None else d.firm.profit_usd
    belief.estimate_margin(d.villages, p, d.luck.margin, d.month, margin)
    for agent in model.firms:
        agent.listen()


def relocate(model: CohabitationModel) -> None:
    """Some reconsider what to do and where; unknown deposits are found."""
    d, p, home = model.district, model.district.now.move, model.district.now.home
    days = d.now.work.days_year / MONTHS
    farm = home.farm_wage_usd_day * home.farm_days * (1.0 - d.villages.land_lost)
    options = move.Options(
        *move.site_values(d.sites, p, days),
        move.farm_values(farm * d.villages.harvest + d.villages.demand, p, days),
        move.away_value(home.away_wage_usd_day * home.farm_days, p, days),
    )
    d.moved = move.choose(d.people, options, d.near, (d.sites.x, d.sites.y), p, d.luck, d.month)
    if d.pool:
        effort = np.count_nonzero(d.people.occupation == MINING) / d.pool
        if move.discover(d.sites, p, d.luck, d.month, effort):
            d.near = near(d.sites, d.villages, d.now.move.neighbours)


def measure(model: CohabitationModel) -> None:
    """The ledger closes, outcomes are recorded, places are counted for the month to come."""
    d = model.district
    if d.month + 1 == d.policy_month:
        d.people.mined_at_policy[:] = d.people.worked == MINED
        d.people.status_at_policy[:] = d.people.status
    d.ledger.close(d.stocks())
    model.recorder.record(d)
    model.datacollector.collect(model)  # type: ignore[no-untyped-call]  # Mesa's
    work.count_workers(d.people, d.sites)
    organise.recount(d.people, d.sites, d.cooperatives, d.n_cooperatives)


class Phase(NamedTuple):
    """One row of the month."""

    name: str
    does: Callable[[CohabitationModel], None]
    reads: str
    writes: str


MONTH: tuple[Phase, ...] = (
    Phase("policy", policy, "plan, alarm", "parameters in force, policy, tenure"),
    Phase("markets", market, "price, last output, wedge", "traders, pit prices, legal share"),
    Phase("state", state, "queue, tenure, cue", "licences, bribes asked, orders"),
    Phase("firm", firm, "workers, knowledge, policy", "guards, interdiction, orders"),
    Phase("armed actors", armed, "output, prices, presence", "armed presence, levy"),
    Phase("work", mine, "workers, reserves, interdiction", "metal, days, reserves, accidents"),
    Phase("sale", sell, "metal, prices, debts", "incomes, savings, debts, exports, funds"),
    Phase(
        "organise", organise_cooperatives, "yields, treasuries", "members, papers, conduct, status"
    ),
    Phase("contest", contend, "guards, grievance, orders", "events, harm, evictions, stoppage"),
    Phase("belief", believe, "incomes, events, profit", "yields, danger, trust, grievance"),
    Phase("move", relocate, "yields, danger, outside incomes", "occupation, site, discoveries"),
    Phase("measure", measure, "everything", "outcomes, the closed ledger, counts"),
)
