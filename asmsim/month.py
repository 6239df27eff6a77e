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
from asmsim.rules import (
    acts,
    belief,
    channels,
    contest,
    evict,
    harvest,
    invest,
    jobs,
    markets,
    move,
    organise,
    plant,
    sale,
    work,
)
from asmsim.rules import firm as rules_of_firm
from asmsim.state.columns import FloatColumn, grown
from asmsim.state.district import Cohort, District
from asmsim.state.events import CLASSES
from asmsim.state.founding import mean_weight
from asmsim.state.parameters import parameters
from asmsim.state.people import MINED, MINING
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    NO_GO,
    PROTECTED,
    TOLERATED,
    lies_in,
)
from asmsim.state.units import DAYS_MONTH, MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

WINNERS_MONTHS = 36  # income is compared over so many months from the policy month
CONCESSION = (CONCESSION_CORE, CONCESSION_MARGIN)
KEPT = (*CONCESSION, NO_GO)  # where it lies in a concession
FORBIDDEN = (*KEPT, PROTECTED)
SHOWN = (ASM_ZONE, CEDED)  # ground set aside, which those asked to leave are shown


def policy(model: CohabitationModel) -> None:
    """Levers that are on take effect; dated shocks apply, so a shock of month m is felt in m."""
    d = model.district
    d.ledger.open(d.stocks())
    alarmed_firms = [firm.number for firm in d.firms if firm.alarm_months > 0.0]
    alarm = bool(alarmed_firms)
    effects, bounds = model.plan.effects(d.month), model.plan.bounds
    granted = [*acts.tenure(d.sites, d.month), (d.sites.tolerated == 1, TOLERATED)]
    d.sites.tenure[:] = combine.tenure(effects, d.sites, granted)
    d.sites.intrusion[:] = lies_in(d.sites.tenure, FORBIDDEN)
    d.sites.kept_by[:] = np.where(lies_in(d.sites.tenure, KEPT), d.sites.holder, -1)
    if model.effects != effects or model.alarm != alarm:
        d.now = parameters(combine.values(d.values, effects, bounds, alarm=alarm))
        if not d.firms:  # nobody is there to pay for others' licences
            d.now = d.now._replace(licence=d.now.licence._replace(support=0.0))
        model.effects, model.alarm = effects, alarm
    # Places can change with tenure and alarms, so what policy sets there is joined anew.
    alarmed = (d.sites.alarm_until >= d.month) | np.isin(d.sites.holder, alarmed_firms)
    d.policy = combine.policy(d.values, effects, bounds, d.sites, alarmed)


def market(model: CohabitationModel) -> None:
    """World price, who serves which site, exporters' net, traders and pit prices."""
    for buyer in model.buyers:
        buyer.decide()


def state(model: CohabitationModel) -> None:
    """Licences move through the queue; officials inspect, take bribes, order intruders out."""
    model.government.decide()


def firm(model: CohabitationModel) -> None:
    """The firm looks, talks, shares its ground or guards it, hires and invests."""
    d = model.district
    d.sites.guards[:] = 0.0
    d.sites.intruders_known[:] = 0.0
    d.sites.forces[d.sites.kept_by < 0] = 0.0  # none stay on ground that was given up
    for agent in model.firms:
        agent.decide()
    rules_of_firm.interdict(d.sites, d.now.security, d.now.force.forces_deter, d.month)
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
    d.sites.ore_g[:] = 0.0
    d.sites.ore_weighted_g[:] = 0.0
    d.sites.earned_usd[:] = 0.0
    d.people.ore_g[:] = 0.0
    bought = bool((d.sites.ore_price > 0.0).any())
    if bought:
        outside = plant.at_the_pit(d.sites, d.now.work, d.now.pit)
        coops = plant.may_deliver(d.cooperatives, d.sites)
        terms = (d.now.work, d.now.pit)
        plant.deliver(d.people, d.sites, coops, outside, d.now.offtake, terms)
    takings = sale.share_gross(d.sites, d.villages, d.now.pit)
    calendar = (d.start + d.month) // MONTHS, d.calendar_month
    harvest.farm(d.villages, d.now.home, d.now.community.earns, d.luck, calendar)
    counting = d.policy_month <= d.month < d.policy_month + WINNERS_MONTHS
    paid = np.zeros(len(sale.FLOWS))
    dues = organise.dues(d.cooperatives, d.now.pit.dues, d.now.organise, d.now.licence)
    channels.sort_metal(d.people, d.sites)
    cost = markets.legal_cost(d.now.markets, d.sites.legal_share)
    papers = channels.papers(d.sites, d.now.markets, d.now.organise.access_premium, cost)
    tills = (d.cooperatives.treasury, dues)
    sale.pay_at_sites(d.people, d.sites, tills, d.now.pit, papers, paid)
    for_ore = plant.pay(d.people, d.sites, d.now.pit.land_share, d.now.pit) if bought else 0.0
    wage = d.now.firm.wage_usd_month
    sale.pay_elsewhere(d.people, d.villages, d.now.home, wage, paid)
    for agent in model.firms:
        agent.buy_ore()
        agent.invest()
    invest.wear(d.villages, d.now.community)
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
    flows["land_share"] = takings.land + for_land(d, for_ore)
    for line, amount in flows.items():
        ledger.book(line, amount)
    d.market.financiers_cash += flows["repayment"] + flows["tied_discount"] - flows["advance"]
    d.office.cash += flows["seizure"]
    for agent in model.firms:
        agent.state.cash -= agent.state.jobs * wage
        agent.collect(takings.tribute)
    sold = float(np.add.reduce(d.sites.recovered_g))
    ore = float(np.add.reduce(d.sites.ore_g))
    won = d.now.offtake.recovery * ore
    ledger.mass = ledger.mass._replace(
        recovered=sold + won, tailings=takings.tailings_g + ore - won, sold=sold + won
    )
    for village in model.chiefs:
        village.decide()
    paid_out = takings.ore + flows["legal_premium"] - flows["legal_cost"] + flows["laundering"]
    passed_g = float(np.add.reduce(papers.passed * d.sites.licensed_g))
    export(d, sold, passed_g, paid_out)
    for buyer in model.buyers:
        buyer.take()


def for_land(d: District, paid_usd: float) -> float:
    """Give the land its share of what the plant paid for ore; returns it, USD."""
    if paid_usd <= 0.0:
        return 0.0
    shares = d.now.pit.land_share * d.sites.ore_g * d.sites.ore_price
    np.add.at(d.villages.fund, d.sites.village, shares)
    return float(np.add.reduce(shares))


def export(d: District, sold_g: float, passed_g: float, paid_usd: float) -> None:
    """Sell the month's metal abroad; what is left is trade cost and margin, or a loss.

    Metal that the licensed sell to formal buyers leaves legally, outside metal they pass off with
    it, and of the rest what each site's traders sell by the legal route.
    """
    market, ledger = d.market, d.ledger
    worth = sold_g * d.world_price
    legal_g = min(float(np.add.reduce(channels.legal_g(d.sites))) + passed_g, sold_g)
    legal = legal_g * d.world_price
    tax = d.now.markets.tax * legal
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


def organise_cooperatives(model: CohabitationModel) -> None:
    """Cooperatives form, admit, apply, lapse and dissolve."""
    d, p = model.district, model.district.now.organise
    cost = markets.legal_cost(d.now.markets, d.sites.legal_share)
    served = d.sites.served
    net = organise.net_benefit(d.sites.yield_usd, served, p, d.now.licence, cost, d.now.state)
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
        d.sites, coops, d.villages.fund, (net, helped), (p, d.now.licence), d.luck, when
    )
    organise.conduct(coops, p, d.n_cooperatives, trained * organise.asked(p, served))
    d.ledger.book("licence_fee", fees)
    for agent in model.firms:
        agent.spend("fee_support", support / len(model.firms))
        d.office.cash += support / len(model.firms)  # without a firm the state forgoes it
    d.ledger.book("upkeep", upkeep)
    d.ledger.book("escheat", escheat)
    d.office.cash += fees + upkeep
    organise.derive_status(d.people, d.sites, coops, d.month, p)


def train(model: CohabitationModel) -> tuple[FloatColumn, FloatColumn]:
    """Help and training by site, as multiples of usual, near a firm that gives them and pays."""
    d, p = model.district, model.district.now.training
    share: FloatColumn = np.zeros(len(d.sites.id))
    if p.share > 0.0 and model.firms:
        near = acts.from_concessions(d.sites, d.ground) <= p.reach_km
        share[near] = p.share
        reached = float(np.add.reduce(share * d.sites.organised))
        for agent in model.firms:
            agent.spend("training", reached * p.usd_year / MONTHS / len(model.firms))
    return 1.0 + p.organise * share, 1.0 + p.conduct * share


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
        agent.spend("compensation", its)
        left -= its
    d.ledger.book("compensation_state", left)
    d.office.cash -= left


def believe(model: CohabitationModel) -> None:
    """Yields, dangers, trust, grievance and what the mine is thought to earn."""
    d, p = model.district, model.district.now.belief
    belief.hear(
        d.sites, p, d.now.work, d.now.pit, (d.now.move.rush_hype, mean_weight(d.now)), d.month
    )
    people = d.now.people
    need = people.poverty_line_usd_day * (1.0 + people.dependants) * DAYS_MONTH
    belief.feel(
        d.people, d.sites, d.villages.respect, p, need, (people.trust_firm, people.trust_state)
    )
    belief.gather(d.people, d.villages)
    margin = sum(firm.profit_usd for firm in d.firms)
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
        move.income_risk(d.now.work.noise_sigma),
        move.job_value(d.now.firm.wage_usd_month, p, days),
        jobs.chance(d.people, d.vacancies, p.reconsider),
    )
    took = np.zeros(len(d.sites.id), np.int32)
    zones = np.flatnonzero(lies_in(d.sites.tenure, SHOWN)).astype(np.int32)
    offers = np.where(d.sites.kept_by >= 0, d.policy.departure, 0.0)
    leaving = move.Leaving(offers, d.sites.offer_month, d.sites.kept_by, took, zones, d.now.offer)
    ground = (d.sites.x, d.sites.y, d.sites.kept_by)
    d.departures = move.choose(d.people, options, leaving, d.near, ground, p, d.luck, d.month)
    for agent in model.firms:
        its = took * (d.sites.holder == agent.number)
        agent.spend("departure", float(np.add.reduce(its * offers)))
    if d.pool:
        effort = np.count_nonzero(d.people.occupation == MINING) / d.pool
        move.discover(d.sites, p, d.luck, d.month, effort)


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
    Phase(
        "markets",
        market,
        "price, last output, wedge, conduct",
        "buyers' relations, pit prices, legal shares",
    ),
    Phase("state", state, "queue, tenure, cue", "licences, bribes asked, orders, zones, titles"),
    Phase(
        "firm",
        firm,
        "workers, trust, conduct, last incomes, policy",
        "trust, knowledge, acts, agreements, guards, interdiction, orders, offers, vacancies",
    ),
    Phase("armed actors", armed, "output, prices, presence", "armed presence, levy"),
    Phase("work", mine, "workers, reserves, interdiction", "metal, days, reserves, accidents"),
    Phase(
        "sale", sell, "metal, prices, relations, debts", "incomes, savings, debts, exports, funds"
    ),
    Phase(
        "organise", organise_cooperatives, "yields, treasuries", "members, papers, conduct, status"
    ),
    Phase("contest", contend, "guards, grievance, orders", "events, harm, evictions, stoppage"),
    Phase("belief", believe, "incomes, events, profit", "yields, danger, trust, grievance"),
    Phase(
        "move",
        relocate,
        "yields, danger, outside incomes, offers, vacancies",
        "occupation, site, savings, discoveries",
    ),
    Phase("measure", measure, "everything", "outcomes, the closed ledger, counts"),
)
