"""What the firm shares by contract: ground it cedes or leases, ore it buys, tribute it takes.

It signs, and keeps to what it signed, where that is worth what it risks by answering for miners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.agents.ore import Ore, Terms
from asmsim.rules import acts, agree, engage, plant
from asmsim.rules import firm as rules
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED
from asmsim.state.papers import bribes_usd
from asmsim.state.reason import Reason
from asmsim.state.sites import CEDED, LEASED, TENURES, UNKNOWN

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm

BEYOND_PRICE = 1e12  # USD a month: what no guards could do
ORE_ACT = len(TENURES)  # the number under which luck is drawn for an act that is about no ground


class Contracts:
    """A firm's dealings with cooperatives, and with the minister about its ground."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.ore = Ore(firm)

    def decide(self) -> None:
        """Ask for acts, review what was agreed, sign anew, answer for whom it has signed with."""
        self.share_ground()
        ours = self.ours()
        terms = self.ore.terms(ours) if self.ore.bought else None
        self.review(terms, ours)
        self.sign(terms, ours)
        self.answer(ours)

    def share_ground(self) -> None:
        """Ask the minister to let it buy ore, and cede or lease what is least valuable to it."""
        d, now = self.firm.model.district, self.firm.model.district.now
        spare = d.sites.taken_back == 0
        good = spare & (self.firm.believed >= now.zoning.standard) & (d.sites.diggers > 0)
        if self.ore.wanted and self.firm.state.ore_act_month == UNKNOWN:
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

    def review(self, terms: Terms | None, ours: BoolColumn) -> None:
        """End agreements the law forbids, without use, or that pay less than mining itself.

        And those that are not worth what it risks by answering for the miners.
        """
        d, state, now = self.firm.model.district, self.firm.state, self.firm.model.district.now
        alive, sites = d.n_cooperatives, d.sites
        where = d.cooperatives.site[:alive]
        # Where it took ground back, the last cooperatives with a contract may have dissolved since.
        agree.give_back(d.cooperatives, sites, np.flatnonzero(sites.taken_back))
        its = (d.cooperatives.agreement[:alive] == 1) & ours[where]
        if not its.any():
            return
        leased = sites.tenure[where] == LEASED
        banned = its & np.where(leased, not now.law.lease, not now.law.offtake)
        idle = its & ~leased & ~banned & (d.policy.offtake[where] <= 0.0)
        due = its & ~banned & ~idle & agree.due(d.cooperatives, alive, now.agreement, d.month)
        better = risky = due
        if due.any():
            own = self.firm.margin_usd_g * now.firm.ever_mined_discount
            risk = self.risk()
            at_risk = np.bincount(where[its], weights=risk[its], minlength=len(sites.id))
            worth = sites.earned_usd + self.guards_saved() - at_risk
            better = due & agree.pays_less(sites, now.agreement, own, worth)[where]
            trust = agree.trust_in(d.people, alive)
            risky = due & ~better & (self.gain(terms, self.leased(ours), trust) < risk)
            sites.taken_back[where[better]] = 1
        held = int(np.count_nonzero(its))
        for over, reason in (
            (banned, "ended_law"),
            (idle, "ended_plant"),
            (better, "ended_mining"),
            (risky, "ended_risk"),
        ):
            ended = np.flatnonzero(over)
            if len(ended) == 0:
                continue
            state.ended_months += agree.end(
                d.people, d.cooperatives, sites, ended, now.agreement, d.month
            )
            state.ended += len(ended)
            state.endings.append(Reason(reason, {"month": d.month, "ended": len(ended)}))
            state.rung = engage.fallen(now.engagement, state.rung, len(ended) / held)

    def ours(self) -> BoolColumn:
        """Sites where an agreement would be with this firm: its title, or the nearest outside."""
        d = self.firm.model.district
        nearest = d.villages.mine[d.sites.village] if len(d.villages.id) else d.sites.holder
        found: BoolColumn = (d.sites.holder == self.firm.number) | (
            (d.sites.holder < 0) & (nearest == self.firm.number)
        )
        return found

    def sign(self, terms: Terms | None, ours: BoolColumn) -> None:
        """Set its terms for ore, and sign with cooperatives that gain by a contract."""
        d, state, now = self.firm.model.district, self.firm.state, self.firm.model.district.now
        sites, coops, alive = d.sites, d.cooperatives, d.n_cooperatives
        sites.ore_price[ours] = 0.0
        sites.tribute[ours] = 0.0
        good = (self.firm.believed >= now.zoning.standard) & (sites.taken_back == 0)
        offered = np.zeros(alive, bool)
        where = coops.site[:alive]
        if terms is not None:
            sites.ore_price[ours] = terms.price[ours]
            wait = now.offtake.wait * (1.0 - now.offtake.prepaid)
            pays = terms.price > terms.outside * np.exp(wait)
            willing = agree.willing(coops, alive, d.luck.agreement, d.policy.offtake[where])
            licensed = coops.papers[:alive] == LICENSED
            offered |= (pays & good)[where] & willing & licensed
        leased = self.leased(ours)
        if leased.any() and now.law.lease:
            worth = bribes_usd(now.state, 1.0) + now.agreement.tenure_value * sites.yield_usd
            worth -= self.tribute * sites.yield_usd
            offered |= (leased & (sites.taken_back == 0) & (worth > 0.0))[where]
        offered &= agree.free(coops, alive)
        if offered.any():
            trust = agree.trust_in(d.people, alive)
            offered &= self.gain(terms, leased, trust) >= self.risk()
            state.made += agree.sign(
                coops, alive, offered, now.agreement, trust, (d.luck.agreement, d.month)
            )
        if leased.any():
            bound = (coops.agreement[:alive] == 1) & leased[where]
            members = np.bincount(
                where[bound], weights=coops.members[:alive][bound], minlength=len(sites.id)
            )
            share = np.minimum(1.0, members / np.maximum(sites.diggers, 1))
            sites.tribute[leased] = (self.tribute * share)[leased]

    @property
    def tribute(self) -> FloatColumn:
        """Share of the gross it asks for on leased ground, less what it leaves to miners."""
        d = self.firm.model.district
        asked: FloatColumn = d.policy.tribute * (1.0 - d.now.agreement.left_to_miners)
        return asked

    def leased(self, ours: BoolColumn) -> BoolColumn:
        """Ground it has leased by an act that holds."""
        sites = self.firm.model.district.sites
        found: BoolColumn = ours & (sites.tenure == LEASED) & (sites.act == LEASED)
        return found

    def guards_saved(self) -> FloatColumn:
        """What guards who keep off half of those on its title would cost it, USD a month."""
        d = self.firm.model.district
        off = np.minimum(rules.keeping_off(d.sites, d.now.security, d.now.firm), BEYOND_PRICE)
        return np.where(d.sites.holder == self.firm.number, off, 0.0)

    def gain(self, ore: Terms | None, leased: BoolColumn, trust: FloatColumn) -> FloatColumn:
        """What an agreement with each cooperative is worth to it, USD a month.

        Its part of the surplus on the ore members are likely to bring and of what they would pay in
        tribute, as last month went, and what guards against them would cost.
        """
        d, now = self.firm.model.district, self.firm.model.district.now
        where = d.cooperatives.site[: d.n_cooperatives]
        members = d.cooperatives.members[: d.n_cooperatives]
        share = members / np.maximum(d.sites.diggers, 1)[where]
        worth = self.guards_saved() + leased * self.tribute * agree.gross_usd(d.sites, now.pit)
        gain: FloatColumn = share * worth[where]
        if ore is not None:
            brought = plant.likely(where, ore.price, ore.outside, trust, now.offtake)
            c = np.flatnonzero(brought)
            s = where[c]
            gain[c] += share[c] * brought[c] * d.sites.contained_g[s] * (ore.value - ore.price)[s]
        return gain

    def risk(self) -> FloatColumn:
        """What answering for each cooperative costs it, USD a month, what others cover off."""
        d, p = self.firm.model.district, self.firm.model.district.now.agreement
        found: FloatColumn = (1.0 - p.cover) * agree.liability_usd(
            d.cooperatives, d.n_cooperatives, p
        )
        return found

    def answer(self, ours: BoolColumn) -> None:
        """Pay for what answering for those under agreement costs, as far as nobody covers it."""
        d, p = self.firm.model.district, self.firm.model.district.now.agreement
        alive = d.n_cooperatives
        its = (d.cooperatives.agreement[:alive] == 1) & ours[d.cooperatives.site[:alive]]
        if not its.any():
            return
        cost = float(np.add.reduce(agree.liability_usd(d.cooperatives, alive, p)[its]))
        covered = p.cover * cost
        purse.bill(self.firm.model, "risk_cover", covered, "agreement.cover", firms=(self.firm,))
        self.firm.spend("liability", cost - covered)

    def collect(self, tribute_usd: float) -> None:
        """Take in its part of the tribute paid in the district, by where it was dug."""
        d = self.firm.model.district
        if tribute_usd <= 0.0:
            return
        own = agree.tribute_usd(d.sites, d.now.pit) * self.ours()
        d.sites.earned_usd[:] += own
        self.firm.earn("tribute", float(np.add.reduce(own)))
