"""Certified buyers: they ask for conduct, pay a floor price or a premium, and take little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.agents.outlet import Offer, Outlet
from asmsim.rules import outlets, routes
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.parameters import Parameters, Scheme
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

SCHEMES = ("fairtrade", "fairmined", "entry")
KINDS = tuple(f"certified buyers ({scheme})" for scheme in SCHEMES)


class CertifiedBuyer(Outlet):
    """Those who buy under one scheme.

    Attributes
    ----------
    scheme : str
        The group of parameters that holds its rules.
    """

    def __init__(self, model: CohabitationModel, scheme: str) -> None:
        super().__init__(model, KINDS[SCHEMES.index(scheme)])
        self.scheme = scheme

    def rules(self, now: Parameters) -> Scheme:
        """The scheme's rules this month."""
        found: Scheme = getattr(now, self.scheme)
        return found

    def asks(self, now: Parameters) -> bool:
        """Whether there is demand, for this mineral."""
        q = self.rules(now)
        return q.demand_kg_year > 0.0 and q.mineral in ("any", now.mineral.name)

    def bid(self, offer: Offer) -> outlets.Bid:
        """Ask for papers and conduct; pay the floor or what is usual, and members' premium.

        They free those they buy from, as other formal buyers do.

        A cooperative takes part when it can pay its part of the audit and gains more by it.
        """
        d, q = self.model.district, self.rules(offer.now)
        premium = q.premium_usd_kg / 1000.0
        own = premium * (1.0 - q.to_fund - q.to_treasury)
        price = np.maximum(q.floor * offer.world, offer.legal) + own
        fit = offer.conduct >= q.standard
        if q.licensed:
            fit &= offer.licensed
        better = price + offer.freed - offer.felt  # they finance those they buy from
        wanted = fit * (1.0 - routes.leaving(offer.now.markets, -better / offer.world))
        gain = wanted * offer.grams * (better + premium * q.to_treasury)
        dues = self.audit(q)
        takes_part = (offer.coops.treasury - offer.promised >= dues) & (gain >= dues)
        wanted *= takes_part
        offer.promised[wanted > 0.0] += dues
        barred = outlets.by_law(offer.now.state_buyer, "monopoly")
        demand = q.demand_kg_year * 1000.0 / MONTHS * d.scale * (1.0 - barred)
        return outlets.Bid(price, wanted, demand)

    @staticmethod
    def audit(q: Scheme) -> float:
        """A month's part of the audit that the cooperative itself pays, USD."""
        return q.audit_usd_year / MONTHS * q.audit_borne

    def receive(self, offer: Offer, bid: outlets.Bid, sold_g: FloatColumn) -> None:
        """Pay premiums to funds and cooperatives, and have those who take part audited."""
        d, q, coops = self.model.district, self.rules(offer.now), offer.coops
        premium = q.premium_usd_kg / 1000.0 * sold_g
        sold_kg = float(np.add.reduce(sold_g)) / 1000.0
        offer.market.certified_kg += sold_kg
        fund, treasury = premium * q.to_fund, premium * q.to_treasury
        np.add.at(d.villages.fund, d.sites.village[coops.site], fund)
        coops.treasury[:] += treasury
        for line, usd in (("premium_fund", fund), ("premium_cooperative", treasury)):
            self.pay(offer, line, float(np.add.reduce(usd)))
        self.earn(offer, float(np.add.reduce(premium)))
        money = MONTHS * (fund + treasury)
        coops.spur[:] *= outlets.spurred(d.now.organise, money, coops.members)
        takes_part = bid.wanted > 0.0
        coops.certified[takes_part] |= 1 << SCHEMES.index(self.scheme)
        self.have_audited(offer, q, takes_part)

    def have_audited(self, offer: Offer, q: Scheme, takes_part: BoolColumn) -> None:
        """Let cooperatives pay their part of the audit, and others the rest."""
        number = int(np.count_nonzero(takes_part))
        dues = self.audit(q)
        offer.coops.treasury[takes_part] -= dues
        self.model.district.ledger.book("audit", number * dues)
        rest = number * (q.audit_usd_year / MONTHS - dues)
        if rest > 0.0:
            purse.bill(self.model, "audit_support", rest, f"{self.scheme}.demand_kg_year")

    def pay(self, offer: Offer, line: str, usd: float) -> None:
        """Pay out of what the trade has in hand."""
        self.model.district.ledger.book(line, usd)
        offer.market.cash -= usd

    def earn(self, offer: Offer, usd: float) -> None:
        """Get from consumers what is paid beyond the world price."""
        self.model.district.ledger.book("responsible_premium", usd)
        offer.market.cash += usd
