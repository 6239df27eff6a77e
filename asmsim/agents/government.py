"""The government in the district: mines office, enforcement, local officials."""

from __future__ import annotations

from asmsim.agents.body import Body
from asmsim.rules import licensing
from asmsim.state.units import MONTHS


class Government(Body):
    """The mines office and those who enforce."""

    def decide(self) -> None:
        """Work through the queue, send officials out, pay the office."""
        d = self.model.district
        office, p = d.office, d.now.state
        month_of_files = d.now.licence.capacity_year / MONTHS * d.scale
        # Staff time cannot be saved up beyond a few months of files.
        office.credit = min(office.credit + month_of_files, max(1.0, 3.0 * month_of_files))
        office.credit = licensing.grant(
            d.cooperatives, d.now.licence, d.luck, d.month, d.n_cooperatives, office.credit
        )
        office.force = licensing.force_priority(p, d.now.firm.cue if d.firm else 0.0)
        office.visits_ordered = licensing.inspect(d.sites, p, d.luck, d.month, office.force)
        grant = p.grant_usd / MONTHS * d.scale
        cost = p.staff_cost_usd / MONTHS * d.scale
        d.ledger.book("grant", grant)
        d.ledger.book("office_cost", cost)
        office.cash += grant - cost
        office.reason = (
            f"priority of force {office.force:.0%}; {office.visits_ordered} sites ordered to clear"
        )
