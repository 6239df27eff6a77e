"""The large-scale mine: looks, talks, shares or guards its ground, and counts what that brought."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.agents.body import Body
from asmsim.agents.books import settle
from asmsim.agents.contracts import Contracts
from asmsim.rules import engage, explore, invest, order, zoning
from asmsim.rules import firm as rules
from asmsim.state.bodies import FirmState
from asmsim.state.columns import FloatColumn
from asmsim.state.people import MINED
from asmsim.state.reason import Reason
from asmsim.state.sites import (
    UNKNOWN,
)
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


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
        self.contracts = Contracts(self)
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
        self.build()
        if p.drilling > 0.0:
            explore.drill(d.sites, self.number, p.drilling, d.luck.drilling, d.month)
        self.meet()
        self.contracts.decide()
        self.guard()

    def build(self) -> None:
        """Pay for construction when the mine is to produce more than it has been built for.

        It counts in the net position, not in the month's result: owners spread it over years.
        """
        d, state, p = self.model.district, self.state, self.model.district.now.firm
        if not state.runs or p.output_koz <= state.built_koz:
            return
        usd = rules.construction(p, state.built_koz, d.scale)
        state.built_koz = p.output_koz
        d.ledger.book("construction", usd)
        state.cash -= usd
        state.discounted_usd -= self.present(usd)

    def present(self, usd: float) -> float:
        """What money of this month is worth in the policy month; before it nothing counts."""
        d = self.model.district
        if d.month < d.policy_month:
            return 0.0
        years = (d.month - d.policy_month) / MONTHS
        return float(usd / (1.0 + d.now.firm.discount_rate) ** years)

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
        share, lot = d.policy.tolerance, d.luck.tolerance
        zoning.tolerate(d.sites, share, d.now.zoning, lot, self.number, d.month)

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
        with_troops = (*worth, now.state.troops_per_1000 / 1000.0)
        orders = order.order_evictions(
            d.sites,
            d.policy,
            now.eviction,
            now.firm,
            with_troops,
            (d.luck.eviction, d.month, self.number),
        )
        if now.state.pressing > 0.0:
            orders += self.pressed(with_troops)
        offers = kept & (d.policy.departure > 0.0)
        d.sites.offer_month[kept & ~offers] = UNKNOWN
        d.sites.offer_month[offers & (d.sites.offer_month == UNKNOWN)] = d.month
        rungs = {"rung": math.floor(state.rung), "rungs": now.engagement.rungs}
        state.reason = Reason("firm", {"guards": state.guards, "orders": orders, **rungs})

    def pressed(self, worth: tuple[float, float, float]) -> int:
        """Give in to officers who press it to pay for clearing, or not; returns the orders."""
        d, now = self.model.district, self.model.district.now
        return order.press(
            d.sites,
            d.policy,
            (now.eviction, now.firm),
            worth,
            (now.state.pressing, now.state.giving_in),
            (d.luck.pressing, d.month, self.number),
        )

    def settle(self) -> None:
        """Close the books of the month."""
        settle(self)

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
            for purpose, usd in (
                ("chiefs_share", chiefs),
                ("investment", float(np.add.reduce(given)) - chiefs),
            ):
                purse.bill(self.model, purpose, usd, "community.usd_year", firms=(self,))

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
