"""The large-scale mine: looks, guards, orders evictions, and counts what its month brought."""

from __future__ import annotations

import numpy as np

from asmsim.agents.body import Body
from asmsim.rules import firm as rules
from asmsim.state.bodies import FirmState
from asmsim.state.people import MINED
from asmsim.state.units import DAYS_MONTH, MONTHS


class Firm(Body):
    """The concession holder."""

    @property
    def state(self) -> FirmState:
        """What the firm remembers."""
        state = self.model.district.firm
        if state is None:
            raise LookupError("a firm agent stands only where there is a firm")
        return state

    def decide(self) -> None:
        """Observe, post guards where they pay, order evictions where they pay."""
        d, state = self.model.district, self.state
        p = d.now.firm
        state.engagement = p.engagement
        state.knowledge = rules.knowledge(p, state.knowledge, state.engagement)
        rules.observe(d.sites, state.knowledge)
        margin = rules.margin_share(p, d.world_price) * d.world_price
        days = d.now.work.days_year / MONTHS
        state.months_under = rules.months_under(p, d.world_price, state.months_under)
        state.runs = state.months_under < p.shut_after
        cap = rules.security_cap(p, d.world_price, d.scale)
        state.guards = rules.post_guards(d.sites, d.policy, d.now.security, p, (margin, days), cap)
        rules.interdict(d.sites, d.now.security, d.now.force.forces_deter, d.month)
        troops = d.now.state.troops_per_1000 / 1000.0
        orders = rules.order_evictions(
            d.sites, d.policy, d.now.eviction, p, (margin, days, troops), (d.luck.eviction, d.month)
        )
        state.reason = f"{state.guards:.0f} guards where they pay; {orders} sites ordered to clear"

    def settle(self, compensation: float) -> None:
        """Book the month: sales, costs, guards, troops, stoppage, abuses; sound the alarm."""
        d, state, ledger = self.model.district, self.state, self.model.district.ledger
        p, conflict = d.now.firm, d.now.conflict
        clashes = d.events["clash"]
        protests = d.events["protest"]
        held = (d.sites.hold_until >= d.month) & (d.sites.firms_ground == 1)
        held &= d.sites.order_month != d.month  # they stay from the month after the eviction
        near = float(np.add.reduce(protests.happened * d.villages.near_mine))
        n_clashes = int(np.add.reduce(clashes.happened, dtype=np.int64))
        stopped = conflict.stoppage_days_clash * n_clashes + conflict.stoppage_days_protest * near
        state.stoppage_days = min(stopped / d.scale, DAYS_MONTH)
        state.stolen_g = rules.stolen_g(d.sites)
        intruder_days = float(np.add.reduce(d.sites.workdays * d.sites.firms_ground))
        lost = (state.stoppage_days, state.stolen_g, intruder_days)
        size = d.scale if state.runs else 0.0
        month = rules.income(p, d.now.state.royalty, d.world_price, size, lost)
        state.theft_usd = month.theft
        state.abuses = int(np.add.reduce(clashes.deaths + clashes.injuries, dtype=np.int64))
        harmed = (clashes.deaths + clashes.injuries) > 0
        state.abuse_events = int(np.count_nonzero(harmed))
        guards = state.guards * p.guard_usd_year / MONTHS
        d.sites.forces[:] = held * d.sites.held_people * d.now.state.troops_per_1000 / 1000.0
        troops = float(np.add.reduce(d.sites.forces)) * p.troop_usd_day * DAYS_MONTH
        abuse = state.abuses * p.abuse_cost_usd
        wages = ledger.amount("wage")
        cost = max(0.0, month.cost - wages)  # wages are in the all-in cost, and booked already
        for line, amount in (
            ("firm_sales", month.sales),
            ("firm_cost", cost),
            ("royalty", month.royalty),
            ("royalty_to_centre", month.royalty * (1.0 - d.now.state.local_share)),
            ("stoppage", month.stoppage),
            ("damage", month.damage),
            ("guards", guards),
            ("troops", troops),
            ("abuse_cost", abuse),
        ):
            ledger.book(line, amount)
        d.office.cash += month.royalty * d.now.state.local_share + troops
        paid = cost + month.royalty + month.stoppage + month.damage
        paid += guards + troops + abuse + compensation
        state.cash += month.sales - paid
        state.profit_usd = month.sales - paid - wages - month.theft
        if d.month >= d.policy_month:
            years = (d.month - d.policy_month) / MONTHS
            state.discounted_usd += state.profit_usd / (1.0 + p.discount_rate) ** years
        state.alarm_months = rules.alarm(p, month.theft, month.sales, state.alarm_months)
        # A clash alarms the ground it happened on, so that alarms do not depend on size.
        d.sites.alarm_until[clashes.happened == 1] = d.month + int(p.alarm_months)

    def listen(self) -> None:
        """Take in what people think of it, at the end of the month's talk: its social licence."""
        d, state = self.model.district, self.state
        residents = int(np.add.reduce(d.villages.residents, dtype=np.int64))
        heard = float(np.add.reduce(d.villages.trust_firm * d.villages.residents))
        mines = d.people.worked == MINED
        villages = heard / residents if residents else 0.0
        miners = float(np.mean(d.people.trust_firm[mines])) if mines.any() else villages
        state.licence_to_operate = rules.social_licence(
            d.now.firm, (villages, miners), state.abuse_events / d.scale
        )
