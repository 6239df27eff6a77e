"""The firm's books: what its month brought and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import border, plant
from asmsim.rules import firm as rules
from asmsim.state.columns import BoolColumn
from asmsim.state.units import DAYS_MONTH, MONTHS

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm
    from asmsim.state.district import District

TALKS = ("engagement.effort", "engagement.indirect")


def settle(firm: Firm) -> None:
    """Book the month: sales, costs, guards, stoppage, abuses, programmes; sound the alarm."""
    model, d, state, ledger = (
        firm.model,
        firm.model.district,
        firm.state,
        firm.model.district.ledger,
    )
    p, now = d.now.firm, d.now
    kept = d.sites.kept_by == firm.number
    events = stirred(firm, kept)
    state.stoppage_days = stopped(d, *events)
    stolen, ceded = rules.lost_g(d.sites, firm.number)
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
    state.blame = border.blame(now.border, state.blame, state.abuse_events / d.scale)
    charged = border.on_firm(now.border, d.market.coalition, state.blame)
    held = (d.sites.hold_until >= d.month) & kept
    held &= d.sites.order_month != d.month  # they stay from the month after the eviction
    d.sites.forces[kept] = (held * d.sites.held_people * now.state.troops_per_1000 / 1000.0)[kept]
    wages = state.jobs * p.wage_usd_month
    royalty = month.royalty + now.state.royalty * state.ore_revenue_usd
    guards = state.guards * p.guard_usd_year / MONTHS
    in_drill = float(np.add.reduce(d.sites.guards * d.policy.trained * kept))
    drill = in_drill * now.security.training_usd_year / MONTHS
    effort = now.engagement.effort + now.engagement.indirect
    holding = plant.hesitancy(now.offtake, state.holding if state.ore_g > 0.0 else 0)
    troops = float(np.add.reduce(d.sites.forces[kept])) * p.troop_usd_day * DAYS_MONTH
    talks = effort * now.engagement.cost_usd_year / MONTHS * d.scale
    watch = now.engagement.monitoring * now.engagement.monitoring_usd_year / MONTHS * d.scale
    costs = {
        "firm_cost": max(0.0, month.cost - wages),  # wages are in it, and booked already
        "royalty": royalty,
        "stoppage": month.stoppage,
        "damage": month.damage,
        "guards": guards,
        "guard_training": purse.shared(model, "guard_training", drill, "security.trained"),
        "troops": troops,
        "abuse_cost": state.abuses * p.abuse_cost_usd,
        "engagement": purse.shared(model, "engagement", talks, *TALKS),
        "monitoring": purse.shared(model, "monitoring", watch, "engagement.monitoring"),
        "hesitancy": holding * month.sales,
        "finance": rules.finance(p, state.conflict, d.scale),
        "border_penalty_firm": charged * month.sales,
    }
    for line, amount in costs.items():
        ledger.book(line, amount)
    ledger.book("firm_sales", month.sales)
    to_centre = royalty * (1.0 - now.state.local_share)
    ledger.book("royalty_to_centre", to_centre)
    d.office.cash += royalty - to_centre + troops
    d.office.troops_usd += troops
    state.cash += month.sales - sum(costs.values())
    state.profit_usd = month.sales - sum(costs.values()) - wages - month.theft - month.ceded
    state.profit_usd += state.other_usd - state.displaced_usd
    state.other_usd = 0.0
    state.discounted_usd += firm.present(state.profit_usd)
    state.conflict = rules.remembered(p, state.conflict, sum(events))
    planned = rules.planned_usd(p, d.world_price, d.scale)
    state.alarm_months = rules.alarm(p, month.theft, planned, state.alarm_months)
    # A clash alarms the ground it happened on, so that alarms do not depend on size.
    d.sites.alarm_until[(clashes.happened == 1) & kept] = d.month + int(p.alarm_months)


def stirred(firm: Firm, kept: BoolColumn) -> tuple[int, float]:
    """Events of the month that concern it: clashes on its ground, protests next to it."""
    d = firm.model.district
    near = d.villages.near_mine * (d.villages.mine == firm.number)
    protests = float(np.add.reduce(d.events["protest"].happened * near))
    return int(np.count_nonzero(d.events["clash"].happened[kept])), protests


def stopped(d: District, clashes: int, protests: float) -> float:
    """Days a mine stood still this month, for clashes and protests."""
    each = d.now.conflict
    days = each.stoppage_days_clash * clashes + each.stoppage_days_protest * protests
    return min(days / d.scale, DAYS_MONTH)
