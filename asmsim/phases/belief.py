"""Belief: what people hear, feel and think."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents import purse
from asmsim.rules import belief
from asmsim.state.founding import mean_weight
from asmsim.state.units import DAYS_MONTH, MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Yields, dangers, trust, grievance and what the mine is thought to earn."""
    d, p = model.district, model.district.now.belief
    belief.hear(
        d.sites, p, d.now.work, d.now.pit, (d.now.move.rush_hype, mean_weight(d.now)), d.month
    )
    people = d.now.people
    need = people.poverty_line_usd_day * (1.0 + people.dependants) * DAYS_MONTH
    start = (people.trust_firm, people.trust_state)
    belief.feel(d.people, d.sites, d.villages.respect, (p, d.kinds), need, start)
    if p.land_grievance > 0.0:
        belief.begrudge(d.people, d.villages, p)
    belief.gather(d.people, d.villages)
    for agent in model.firms if p.published > 0.0 else ():
        usd = p.published * p.publish_usd_year / MONTHS * d.scale
        purse.bill(model, "publishing", usd, "belief.published", firms=(agent,))
    margin = sum(firm.profit_usd for firm in d.firms)
    belief.estimate_margin(d.villages, p, d.luck.margin, d.month, margin)
    for agent in model.firms:
        agent.listen()
