"""What the firm shares by contract: ground it cedes or leases, ore it buys, tribute it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.rules import acts, agree, engage, plant
from asmsim.rules import firm as rules
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED
from asmsim.state.minerals import FIRST
from asmsim.state.sites import ASM_ZONE, CEDED, HARD_ROCK, LEASED, OPEN, TENURES, UNKNOWN
from asmsim.state.units import GRAMS_PER_OUNCE, MONTHS

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm

ORE_ACT = len(TENURES)  # the number under which luck is drawn for an act that is about no ground
ORE_GROUND = (OPEN, ASM_ZONE, CEDED, LEASED)  # where the firm may buy ore: with papers


class Contracts:
    """A firm's dealings with cooperatives, and with the minister about its ground."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm

    def decide(self) -> None:
        """Ask for acts, review what was agreed, sign anew."""
        self.share_ground()
        self.review()
        self.sign()

    def share_ground(self) -> None:
        """Ask the minister to let it buy ore, and cede or lease what is least valuable to it."""
        d, now = self.firm.model.district, self.firm.model.district.now
        spare = d.sites.taken_back == 0
        good = spare & (self.firm.believed >= now.zoning.standard) & (d.sites.diggers > 0)
        buys = now.law.offtake and (d.policy.offtake > 0.0).any()
        if buys and self.firm.state.ore_act_month == UNKNOWN:
            self.firm.state.ore_act_month = self.act(ORE_ACT)
        for share, code, lawful, allowed in (
            (d.policy.cession, CEDED, now.law.cession, spare),
            (d.policy.lease, LEASED, now.law.lease, good),
        ):
            if not lawful or not (share > 0.0).any():
                continue
            chosen = acts.wanted(d.sites, self.firm.number, share, code, allowed)
            if len(chosen):
                acts.declare(d.sites, chosen, code, self.act(code))

    def act(self, code: int) -> int:
        """Month from which an act that is asked for now holds."""
        d = self.firm.model.district
        body = len(d.firms) * code + self.firm.number
        return acts.signed(d.now.act, d.now.firm.cue, d.luck.act, d.month, body)

    @property
    def buys_ore(self) -> bool:
        """Whether it is ready to buy ore, and law and minister let it."""
        d, state, now = self.firm.model.district, self.firm.state, self.firm.model.district.now
        wants = (d.policy.offtake > 0.0).any() and now.law.offtake and state.runs
        return bool(wants and state.ore_act_month != UNKNOWN and d.month >= state.ore_act_month)

    def review(self) -> None:
        """End agreements the law forbids, without use, or that pay less than mining itself."""
        d, state, now = self.firm.model.district, self.firm.state, self.firm.model.district.now
        alive, sites = d.n_cooperatives, d.sites
        where = d.cooperatives.site[:alive]
        its = (d.cooperatives.agreement[:alive] == 1) & self.ours()[where]
        if not its.any():
            return
        leased = sites.tenure[where] == LEASED
        banned = its & np.where(leased, not now.law.lease, not now.law.offtake)
        idle = its & ~leased & ~banned & (d.policy.offtake[where] <= 0.0)
        own = self.firm.margin_usd_g * now.firm.ever_mined_discount
        off = rules.keeping_off(sites, now.security, now.firm)
        better = agree.pays_less(sites, now.agreement, own, sites.earned_usd + off)[where]
        better &= its & ~banned & ~idle
        better &= agree.due(d.cooperatives, alive, now.agreement, d.month)
        sites.taken_back[where[better]] = 1
        held = int(np.count_nonzero(its))
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
            state.rung = engage.fallen(now.engagement, state.rung, len(ended) / held)

    def ours(self) -> BoolColumn:
        """Sites where an agreement would be with this firm: its title, or the nearest outside."""
        d = self.firm.model.district
        nearest = d.villages.mine[d.sites.village] if len(d.villages.id) else d.sites.holder
        found: BoolColumn = (d.sites.holder == self.firm.number) | (
            (d.sites.holder < 0) & (nearest == self.firm.number)
        )
        return found

    def sign(self) -> None:
        """Set its terms for ore, and sign with cooperatives that gain by a contract."""
        d, state, now = self.firm.model.district, self.firm.state, self.firm.model.district.now
        sites, coops, alive = d.sites, d.cooperatives, d.n_cooperatives
        ours = self.ours()
        sites.ore_price[ours] = 0.0
        sites.tribute[ours] = 0.0
        good = (self.firm.believed >= now.zoning.standard) & (sites.taken_back == 0)
        offered = np.zeros(alive, bool)
        where = coops.site[:alive]
        if self.buys_ore:
            outside = plant.at_the_pit(sites)
            wanted = ours & (d.policy.offtake > 0.0)
            price = np.where(wanted, self.ore_terms(outside), 0.0)
            sites.ore_price[ours] = price[ours]
            pays = price > outside * np.exp(now.offtake.wait)
            willing = agree.willing(coops, alive, d.luck.agreement, d.policy.offtake[where])
            licensed = coops.papers[:alive] == LICENSED
            offered |= (pays & good)[where] & willing & licensed
        leased = ours & (sites.tenure == LEASED) & (sites.act == LEASED)
        if leased.any() and now.law.lease:
            bribes = now.state.inspection * now.state.corruption * now.state.bribe_usd
            worth = bribes + now.agreement.tenure_value * sites.yield_usd
            worth -= d.policy.tribute * sites.yield_usd
            offered |= (leased & (sites.taken_back == 0) & (worth > 0.0))[where]
        if offered.any():
            trust = agree.trust_in(d.people, alive)
            state.made += agree.sign(
                coops, alive, offered, now.agreement, trust, (d.luck.agreement, d.month)
            )
        if leased.any():
            bound = (coops.agreement[:alive] == 1) & leased[where]
            members = np.bincount(
                where[bound], weights=coops.members[:alive][bound], minlength=len(sites.id)
            )
            share = np.minimum(1.0, members / np.maximum(sites.diggers, 1))
            sites.tribute[leased] = (d.policy.tribute * share)[leased]

    def ore_terms(self, outside: FloatColumn) -> FloatColumn:
        """Price of a gram in ore by site, USD: a bargain over the surplus, 0 without one."""
        d, p = self.firm.model.district, self.firm.model.district.now.offtake
        km = plant.haul_km(d.sites, d.ground, self.firm.number)
        kept = p.recovery * d.world_price * (1.0 - p.due_diligence - d.now.state.royalty)
        value = kept - plant.cost(d.sites, p, km, self.put_off_usd_t())
        price = plant.bargain(value, outside, p.power)
        near = (d.sites.ore == HARD_ROCK) & (km <= p.reach_km) & (d.sites.mineral == FIRST)
        return np.where(near & np.isin(d.sites.tenure, ORE_GROUND), price, 0.0)

    def buy_ore(self) -> None:
        """Pay for the ore that was delivered, win its metal, sell it."""
        d, state, p = (
            self.firm.model.district,
            self.firm.state,
            self.firm.model.district.now.offtake,
        )
        ore = d.sites.ore_g * self.ours()
        state.ore_g = float(np.add.reduce(ore))
        state.ore_revenue_usd = state.ore_t = state.displaced_usd = 0.0
        if state.ore_g <= 0.0:
            return
        state.holding += 1
        state.ore_t = float(np.add.reduce(plant.tonnes(d.sites, p, ore)))
        state.displaced_usd = state.ore_t * self.put_off_usd_t()
        km = plant.haul_km(d.sites, d.ground, self.firm.number)
        won = ore * p.recovery * d.world_price
        handled = ore * plant.cost(d.sites, p, km, 0.0) + p.due_diligence * won
        paid = ore * d.sites.ore_price
        d.sites.earned_usd[:] += won * (1.0 - d.now.state.royalty) - handled - paid
        state.ore_revenue_usd = float(np.add.reduce(won))
        self.firm.earn("ore_revenue", state.ore_revenue_usd)
        self.firm.spend("ore_cost", float(np.add.reduce(handled)))
        self.firm.spend("ore_bought", float(np.add.reduce(paid)))

    def collect(self, tribute_usd: float) -> None:
        """Take in its part of the tribute paid in the district, by where it was dug."""
        d = self.firm.model.district
        if tribute_usd <= 0.0:
            return
        own = agree.tribute_usd(d.sites, d.now.pit) * self.ours()
        d.sites.earned_usd[:] += own
        self.firm.earn("tribute", float(np.add.reduce(own)))

    def put_off_usd_t(self) -> float:
        """Margin on own ore that each tonne bought last puts off once the plant is full, USD."""
        d, p = self.firm.model.district, self.firm.model.district.now.offtake
        own_g = d.now.firm.output_koz * 1000.0 * GRAMS_PER_OUNCE / MONTHS * d.scale
        won_g_t = p.own_g_t * p.recovery
        spare_t = p.spare * own_g / won_g_t
        return plant.displaced(self.firm.state.ore_t, spare_t, won_g_t * self.firm.margin_usd_g)
