"""Certified buyers: they ask for conduct, pay a floor price or a premium, and take little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents import purse
from asmsim.agents.outlet import Outlet, Place
from asmsim.rules import outlets
from asmsim.state.parameters import Parameters, Scheme
from asmsim.state.terms import ANYWHERE, Terms, Took
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

    def terms(self, place: Place) -> Terms[float]:
        """Ask for papers and conduct; pay the floor or what is usual, and members' premium.

        They free those they buy from, as other formal buyers do.
        """
        q = self.rules(place.now)
        open_to = 1.0 - outlets.by_law(place.now.state_buyer, "monopoly")
        demand_g = q.demand_kg_year * 1000.0 / MONTHS * self.model.district.scale
        return Terms(
            standard=q.standard,
            licensed=q.licensed,
            ground=ANYWHERE,
            floor=q.floor * place.world,
            usual=1.0,
            frees=1.0,
            premium=q.premium_usd_kg / 1000.0,
            to_fund=q.to_fund,
            to_treasury=q.to_treasury,
            presence=1.0,
            declared=0.0,
            demand_g=demand_g * open_to,
            exports=0.0,
            scheme=SCHEMES.index(self.scheme),
            dues=self.audit(q),
            trains=0.0,
            teaches=0.0,
        )

    @staticmethod
    def audit(q: Scheme) -> float:
        """A month's part of the audit that the cooperative itself pays, USD."""
        return q.audit_usd_year / MONTHS * q.audit_borne

    def receive(self, place: Place, took: Took[float]) -> None:
        """Book premiums, and have others pay their part of the audits of those who take part."""
        d, q, market = self.model.district, self.rules(place.now), place.market
        market.certified_kg += took.grams / 1000.0
        d.ledger.book("premium_fund", took.fund_usd)
        d.ledger.book("premium_cooperative", took.treasury_usd)
        d.ledger.book("responsible_premium", took.premium_usd)
        market.cash = market.cash - took.fund_usd - took.treasury_usd + took.premium_usd
        d.ledger.book("audit", took.audited * self.audit(q))
        rest = took.audited * (q.audit_usd_year / MONTHS - self.audit(q))
        if rest > 0.0:
            purse.bill(self.model, "audit_support", rest, f"{self.scheme}.demand_kg_year")
