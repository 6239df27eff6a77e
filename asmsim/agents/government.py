"""The government in the district: mines office, enforcement, local officials."""

from __future__ import annotations

import numpy as np

from asmsim.agents import purse
from asmsim.agents.body import Body
from asmsim.rules import acts, explore, licensing, prepare
from asmsim.state import minerals
from asmsim.state.columns import BoolColumn
from asmsim.state.reason import Reason
from asmsim.state.sites import ASM_ZONE
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
        cue = d.now.firm.cue if d.firms else 0.0
        pay = self.earns_by_force()
        office.force = licensing.force_priority(p, cue, pay)
        here = licensing.force_priorities(d.policy.priority, p, cue, pay)
        office.visits_ordered = licensing.inspect(d.sites, p, d.luck, d.month, here)
        grant = p.grant_usd / MONTHS * d.scale
        cost = p.staff_cost_usd / MONTHS * d.scale
        d.ledger.book("grant", grant)
        d.ledger.book("office_cost", cost)
        office.cash += grant - cost
        self.set_aside()
        held = licensing.licensed_sites(d.cooperatives, d.n_cooperatives, len(d.sites.id))
        acts.follow(d.sites, d.now.titles, d.luck.title, d.month, held)
        self.extend(held)
        self.prepare(held)
        found = {"force": office.force, "clear": office.visits_ordered}
        office.reason = Reason("government", {**found, "assessed": office.assessed})

    def set_aside(self) -> None:
        """Look for ground for zones, have it assessed, ask for the act; open those that are due.

        Who supports the zone pays for the assessment: the firm, unless the lever names others.
        """
        d, p = self.model.district, self.model.district.now.zone
        d.office.assessed = 0
        acts.reveal(d.sites, d.month)
        allowed = d.policy.zone > 0.0
        opened = int(np.count_nonzero((d.sites.act == ASM_ZONE) & allowed))
        missing = round(float(np.max(d.policy.zone, initial=0.0)) * d.scale) - opened
        if missing <= 0:
            return
        chosen, d.office.assessed = acts.seek_zone(
            d.sites, d.ground, p, allowed, (d.luck.zone, d.month), missing
        )
        cue = d.now.firm.cue if d.firms else 0.0
        if len(chosen):
            month = acts.signed(d.now.act, cue, d.luck.act, d.month, ASM_ZONE)
            acts.declare(d.sites, chosen, ASM_ZONE, month)
        cost = d.office.assessed * p.assessment_usd
        purse.bill(self.model, "zone_assessment", cost, "zone.sites")

    def earns_by_force(self) -> float:
        """Pay for clearing, of all that offices in the district live on: grant and that pay."""
        office, grant = self.model.district.office, self.model.district.now.state.grant_usd
        office.pay_usd += (office.troops_usd - office.pay_usd) / MONTHS
        office.troops_usd = 0.0
        whole = office.pay_usd + grant / MONTHS * self.model.district.scale
        return office.pay_usd / whole if whole > 0.0 else 0.0

    def extend(self, licensed: BoolColumn) -> None:
        """Let concessions grow as far as policy says; what has been granted stays."""
        d, p = self.model.district, self.model.district.now.expansion
        for firm in d.firms:
            if p.area <= firm.area:
                continue
            d.ground = explore.grown(d.ground, firm.number, (1.0 + p.area) / (1.0 + firm.area))
            firm.area = p.area
            mine, out = d.ground.concessions[firm.number], p.crowding_out
            explore.extend(d.sites, mine, firm.number, out, d.luck.expansion, licensed)
            explore.come_near(d.villages, mine, firm.number)

    def prepare(self, licensed: BoolColumn) -> None:
        """Have sites surveyed, laid out and made safe, as many as somebody pays for."""
        d, p = self.model.district, self.model.district.now.preparation
        if prepare.finish(d.sites, p, d.month):
            minerals.fill(d.sites, d.by_mineral)
        a_year = float(np.max(d.policy.prepare, initial=0.0)) * d.scale
        if a_year <= 0.0:
            return
        d.office.works += a_year / MONTHS
        may = prepare.suited(d.sites, d.policy.prepare, licensed)
        chosen = prepare.choose(d.sites, may, int(d.office.works))
        prepare.begin(d.sites, chosen, d.month, int(p.months))
        d.office.works = min(d.office.works - len(chosen), max(1.0, a_year))
        usd = len(chosen) * p.usd_site
        purse.bill(self.model, "preparation", usd, "preparation.sites")
