"""The large-scale mine: looks, talks, shares or guards its ground, and counts what that brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents.body import Body
from asmsim.rules import acts, agree, engage, invest, plant, zoning
from asmsim.rules import firm as rules
from asmsim.state.bodies import FirmState
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED
from asmsim.state.people import MINED
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    HARD_ROCK,
    LEASED,
    OPEN,
    UNKNOWN,
)
from asmsim.state.units import DAYS_MONTH, GRAMS_PER_OUNCE, MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

ORE_GROUND = (OPEN, ASM_ZONE, CEDED, LEASED)  # where the firm may buy ore: with papers


class Firm(Body):
    """A concession holder.

    Attributes
    ----------
    number : int
        Which concession is its own.
    believed : array, site
        Share of each site's diggers it takes for local or organised.
    """

    def __init__(self, model: CohabitationModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.believed: FloatColumn = np.zeros(len(model.district.sites.id))

    @property
    def state(self) -> FirmState:
        """What the firm remembers."""
        return self.model.district.firms[self.number]

    @property
    def margin_usd_g(self) -> float:
        """Margin on a gram it sells, USD."""
        d = self.model.district
        return rules.margin_share(d.now.firm, d.world_price) * d.world_price

    def decide(self) -> None:
        """Run the mine or not; talk and learn; share ground; guard what it keeps."""
        d, state, p = self.model.district, self.state, self.model.district.now.firm
        state.months_under = rules.months_under(p, d.world_price, state.months_under)
        explores = d.month < p.exploration_months
        state.runs = state.months_under < p.shut_after and not explores
        self.meet()
        self.share_ground()
        self.review()
        self.sign()
        self.guard()

    def meet(self) -> None:
        """Climb the ladder of engagement, win trust, learn who is there, tolerate some."""
        d, state, p = self.model.district, self.state, self.model.district.now.engagement
        here = d.sites.holder == self.number
        workers = d.sites.workers * here
        total = int(np.add.reduce(workers, dtype=np.int64))
        spoilt = float(np.add.reduce(workers * d.sites.interdiction)) / total if total else 0.0
        forced = int(np.count_nonzero(d.sites.evicted[here])) + state.abuse_events
        state.rung = engage.climb(p, state.rung, spoilt, forced / d.scale)
        if state.rung > 0.0:
            met = engage.contact(d.people, d.sites, d.villages, self.number)
            engage.win_trust(d.people, p, met, state.rung, d.now.people.trust_firm)
        engage.regard(d.villages, p, self.number, state.rung)
        on_ground = engage.works_on(d.people, here)
        trust = float(np.mean(d.people.trust_firm[on_ground])) if on_ground.any() else 0.0
        state.knowledge = engage.knowledge(d.now.firm, p, state.knowledge, trust)
        zoning.count_locals(d.people, d.sites)
        self.believed = zoning.take_for(
            d.sites, d.now.zoning, state.knowledge, d.luck.knowledge, self.number
        )
        d.sites.believed[here] = self.believed[here]
        zoning.tolerate(d.sites, d.now.zoning, d.luck.tolerance, self.number, d.month)

    def share_ground(self) -> None:
        """Ask the minister to let it cede or lease what is least valuable to it."""
        d, now = self.model.district, self.model.district.now
        spare = d.sites.taken_back == 0
        good = spare & (self.believed >= now.zoning.standard) & (d.sites.diggers > 0)
        for share, code, lawful, allowed in (
            (now.cession.share, CEDED, now.law.cession, spare),
            (now.lease.share, LEASED, now.law.lease, good),
        ):
            if share <= 0.0 or not lawful:
                continue
            chosen = acts.wanted(d.sites, self.number, share, code, allowed)
            if len(chosen):
                body = len(d.firms) * code + self.number
                month = acts.signed(now.act, now.firm.cue, d.luck.act, d.month, body)
                acts.declare(d.sites, chosen, code, month)

    def review(self) -> None:
        """End agreements the law forbids, without use, or that pay less than mining itself."""
        d, state, now = self.model.district, self.state, self.model.district.now
        alive, sites = d.n_cooperatives, d.sites
        where = d.cooperatives.site[:alive]
        its = (d.cooperatives.agreement[:alive] == 1) & self.ours()[where]
        if not its.any():
            return
        leased = sites.tenure[where] == LEASED
        banned = its & np.where(leased, not now.law.lease, not now.law.offtake)
        idle = its & ~leased & ~banned & (now.offtake.willingness <= 0.0)
        own = self.margin_usd_g * now.firm.ever_mined_discount
        off = rules.keeping_off(sites, now.security, now.firm)
        better = agree.pays_less(sites, now.agreement, own, sites.earned_usd + off)[where]
        better &= its & ~banned & ~idle
        better &= agree.due(d.cooperatives, alive, now.agreement, d.month)
        sites.taken_back[where[better]] = 1
        for over, reason in (
            (banned, "the law has changed"),
            (idle, "the plant buys no more"),
            (better, "mining pays"),
        ):
            ended = np.flatnonzero(over)
            if len(ended) == 0:
                continue
            state.ended_months += agree.end(
                d.people, d.cooperatives, sites, ended, now.agreement, d.month
            )
            state.ended += len(ended)
            state.endings.append(f"month {d.month}: {len(ended)} ended, {reason}")
            state.rung = engage.fallen(now.engagement, state.rung, len(ended) / d.scale)

    def ours(self) -> BoolColumn:
        """Sites where an agreement would be with this firm: its title, or the nearest outside."""
        d = self.model.district
        nearest = d.villages.mine[d.sites.village] if len(d.villages.id) else d.sites.holder
        found: BoolColumn = (d.sites.holder == self.number) | (
            (d.sites.holder < 0) & (nearest == self.number)
        )
        return found

    def sign(self) -> None:
        """Set its terms for ore, and sign with cooperatives that gain by a contract."""
        d, state, now = self.model.district, self.state, self.model.district.now
        sites, coops, alive = d.sites, d.cooperatives, d.n_cooperatives
        ours = self.ours()
        sites.ore_price[ours] = 0.0
        sites.tribute[ours] = 0.0
        good = (self.believed >= now.zoning.standard) & (sites.taken_back == 0)
        offered = np.zeros(alive, bool)
        where = coops.site[:alive]
        if now.offtake.willingness > 0.0 and now.law.offtake and state.runs:
            outside = plant.at_the_pit(sites, now.work, now.pit)
            price = np.where(ours, self.ore_terms(outside), 0.0)
            sites.ore_price[ours] = price[ours]
            pays = price > outside * np.exp(now.offtake.wait)
            willing = agree.willing(coops, alive, d.luck.agreement, now.offtake.willingness)
            licensed = coops.papers[:alive] == LICENSED
            offered |= (pays & good)[where] & willing & licensed
        leased = ours & (sites.tenure == LEASED) & (sites.act == LEASED)
        if leased.any() and now.law.lease:
            bribes = now.state.inspection * now.state.corruption * now.state.bribe_usd
            worth = bribes + now.agreement.tenure_value * sites.yield_usd
            worth -= now.lease.tribute * sites.yield_usd
            offered |= (leased & (sites.taken_back == 0) & (worth > 0.0))[where]
        if offered.any():
            trust = agree.trust_in(d.people, alive)
            state.made += agree.sign(
                coops, alive, offered, now.agreement, trust, (d.luck.agreement, d.month)
            )
        if leased.any() and now.lease.tribute > 0.0:
            bound = (coops.agreement[:alive] == 1) & leased[where]
            members = np.bincount(
                where[bound], weights=coops.members[:alive][bound], minlength=len(sites.id)
            )
            share = np.minimum(1.0, members / np.maximum(sites.diggers, 1))
            sites.tribute[leased] = (now.lease.tribute * share)[leased]

    def ore_terms(self, outside: FloatColumn) -> FloatColumn:
        """Price of a gram in ore by site, USD: a bargain over the surplus, 0 without one."""
        d, p = self.model.district, self.model.district.now.offtake
        km = plant.haul_km(d.sites, d.ground, self.number)
        kept = p.recovery * d.world_price * (1.0 - p.due_diligence - d.now.state.royalty)
        value = kept - plant.cost(d.sites, p, km, self.put_off_usd_t())
        price = plant.bargain(value, outside, p.power)
        near = (d.sites.ore == HARD_ROCK) & (km <= p.reach_km)
        return np.where(near & np.isin(d.sites.tenure, ORE_GROUND), price, 0.0)

    def put_off_usd_t(self) -> float:
        """Margin on own ore that each tonne bought last puts off once the plant is full, USD."""
        d, p = self.model.district, self.model.district.now.offtake
        own_g = d.now.firm.output_koz * 1000.0 * GRAMS_PER_OUNCE / MONTHS * d.scale
        won_g_t = p.own_g_t * p.recovery
        spare_t = p.spare * own_g / won_g_t
        return plant.displaced(self.state.ore_t, spare_t, won_g_t * self.margin_usd_g)

    def guard(self) -> None:
        """Post guards and order evictions where they pay; offer money to those who leave."""
        d, state, now = self.model.district, self.state, self.model.district.now
        kept = d.sites.kept_by == self.number
        rules.observe(d.sites, self.number, state.knowledge)
        days = now.work.days_year / MONTHS
        cap = rules.security_cap(now.firm, d.world_price, d.scale)
        worth = (self.margin_usd_g, days)
        state.guards = rules.post_guards(
            d.sites, d.policy, now.security, now.firm, worth, (self.number, cap)
        )
        troops = now.state.troops_per_1000 / 1000.0
        orders = rules.order_evictions(
            d.sites,
            d.policy,
            now.eviction,
            now.firm,
            (*worth, troops),
            (d.luck.eviction, d.month, self.number),
        )
        offers = kept & (d.policy.departure > 0.0)
        d.sites.offer_month[kept & ~offers] = UNKNOWN
        d.sites.offer_month[offers & (d.sites.offer_month == UNKNOWN)] = d.month
        state.reason = (
            f"{state.guards:.0f} guards where they pay; {orders} sites ordered to clear; "
            f"rung {state.rung:.1f} of the ladder"
        )

    def settle(self) -> None:
        """Book the month: sales, costs, guards, stoppage, abuses, programmes; sound the alarm."""
        d, state, ledger = self.model.district, self.state, self.model.district.ledger
        p, now = d.now.firm, d.now
        kept = d.sites.kept_by == self.number
        state.stoppage_days = self.stopped(kept)
        stolen, ceded = rules.lost_g(d.sites, self.number)
        state.stolen_g = stolen
        intruder_days = float(np.add.reduce(d.sites.workdays * kept))
        size = d.scale if state.runs else 0.0
        month = rules.income(
            p,
            now.state.royalty,
            d.world_price,
            size,
            (state.stoppage_days, stolen, ceded, intruder_days),
        )
        state.theft_usd, state.ceded_usd = month.theft, month.ceded
        clashes = d.events["clash"]
        hurt = (clashes.deaths + clashes.injuries) * kept
        state.abuses = int(np.add.reduce(hurt, dtype=np.int64))
        state.abuse_events = int(np.count_nonzero(hurt))
        held = (d.sites.hold_until >= d.month) & kept
        held &= d.sites.order_month != d.month  # they stay from the month after the eviction
        d.sites.forces[kept] = (held * d.sites.held_people * now.state.troops_per_1000 / 1000.0)[
            kept
        ]
        wages = state.jobs * p.wage_usd_month
        royalty = month.royalty + now.state.royalty * state.ore_revenue_usd
        guards = state.guards * p.guard_usd_year / MONTHS
        drill = state.guards * now.security.trained * now.security.training_usd_year / MONTHS
        effort = now.engagement.effort + now.engagement.indirect
        holding = plant.hesitancy(now.offtake, state.holding if state.ore_g > 0.0 else 0)
        troops = float(np.add.reduce(d.sites.forces[kept])) * p.troop_usd_day * DAYS_MONTH
        costs = {
            "firm_cost": max(0.0, month.cost - wages),  # wages are in it, and booked already
            "royalty": royalty,
            "stoppage": month.stoppage,
            "damage": month.damage,
            "guards": guards,
            "guard_training": drill,
            "troops": troops,
            "abuse_cost": state.abuses * p.abuse_cost_usd,
            "engagement": effort * now.engagement.cost_usd_year / MONTHS * d.scale,
            "monitoring": now.engagement.monitoring
            * now.engagement.monitoring_usd_year
            / MONTHS
            * d.scale,
            "hesitancy": holding * month.sales,
        }
        for line, amount in costs.items():
            ledger.book(line, amount)
        ledger.book("firm_sales", month.sales)
        to_centre = royalty * (1.0 - now.state.local_share)
        ledger.book("royalty_to_centre", to_centre)
        d.office.cash += royalty - to_centre + troops
        state.cash += month.sales - sum(costs.values())
        state.profit_usd = month.sales - sum(costs.values()) - wages - month.theft - month.ceded
        state.profit_usd += state.other_usd - state.displaced_usd
        state.other_usd = 0.0
        if d.month >= d.policy_month:
            years = (d.month - d.policy_month) / MONTHS
            state.discounted_usd += state.profit_usd / (1.0 + p.discount_rate) ** years
        state.alarm_months = rules.alarm(p, month.theft, month.sales, state.alarm_months)
        # A clash alarms the ground it happened on, so that alarms do not depend on size.
        d.sites.alarm_until[(clashes.happened == 1) & kept] = d.month + int(p.alarm_months)

    def stopped(self, kept: BoolColumn) -> float:
        """Days the mine stood still this month: clashes on its ground, protests next to it."""
        d, conflict = self.model.district, self.model.district.now.conflict
        near = d.villages.near_mine * (d.villages.mine == self.number)
        protests = float(np.add.reduce(d.events["protest"].happened * near))
        clashes = int(np.count_nonzero(d.events["clash"].happened[kept]))
        days = conflict.stoppage_days_clash * clashes + conflict.stoppage_days_protest * protests
        return min(days / d.scale, DAYS_MONTH)

    def spend(self, line: str, usd: float) -> None:
        """Pay for something outside the mine's own running; it counts in the month's result."""
        self.model.district.ledger.book(line, usd)
        self.state.cash -= usd
        self.state.other_usd -= usd

    def earn(self, line: str, usd: float) -> None:
        """Take in something beside the mine's own sales."""
        self.model.district.ledger.book(line, usd)
        self.state.cash += usd
        self.state.other_usd += usd

    def invest(self) -> None:
        """Put the month's money into the villages next to it."""
        d, p = self.model.district, self.model.district.now.community
        if p.usd_year > 0.0:
            given = invest.spread(d.villages, self.number, p.usd_year / MONTHS * d.scale)
            chiefs = invest.invest(d.villages, p, given)
            self.spend("chiefs_share", chiefs)
            self.spend("investment", float(np.add.reduce(given)) - chiefs)

    def collect(self, tribute_usd: float) -> None:
        """Take in its part of the tribute paid in the district, by where it was dug."""
        d = self.model.district
        if tribute_usd <= 0.0:
            return
        own = agree.tribute_usd(d.sites, d.now.pit) * self.ours()
        d.sites.earned_usd[:] += own
        self.earn("tribute", float(np.add.reduce(own)))

    def buy_ore(self) -> None:
        """Pay for the ore that was delivered, win its metal, sell it."""
        d, state, p = self.model.district, self.state, self.model.district.now.offtake
        ore = d.sites.ore_g * self.ours()
        state.ore_g = float(np.add.reduce(ore))
        state.ore_revenue_usd = state.ore_t = state.displaced_usd = 0.0
        if state.ore_g <= 0.0:
            return
        state.holding += 1
        state.ore_t = float(np.add.reduce(plant.tonnes(d.sites, p, ore)))
        state.displaced_usd = state.ore_t * self.put_off_usd_t()
        km = plant.haul_km(d.sites, d.ground, self.number)
        won = ore * p.recovery * d.world_price
        handled = ore * plant.cost(d.sites, p, km, 0.0) + p.due_diligence * won
        paid = ore * d.sites.ore_price
        d.sites.earned_usd[:] += won * (1.0 - d.now.state.royalty) - handled - paid
        state.ore_revenue_usd = float(np.add.reduce(won))
        self.earn("ore_revenue", state.ore_revenue_usd)
        self.spend("ore_cost", float(np.add.reduce(handled)))
        self.spend("ore_bought", float(np.add.reduce(paid)))

    def listen(self) -> None:
        """Take in what people think of it, at the end of the month's talk: its social licence."""
        d, state = self.model.district, self.state
        near = d.villages.residents * (d.villages.mine == self.number)
        residents = int(np.add.reduce(near, dtype=np.int64))
        heard = float(np.add.reduce(d.villages.trust_firm * near))
        mines = d.people.worked == MINED
        villages = heard / residents if residents else 0.0
        miners = float(np.mean(d.people.trust_firm[mines])) if mines.any() else villages
        state.licence_to_operate = rules.social_licence(
            d.now.firm, (villages, miners), state.abuse_events / d.scale
        )
