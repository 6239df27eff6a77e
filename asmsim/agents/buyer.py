"""Buyers: village traders who set out to the pits, and exporters by either route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents.body import Body
from asmsim.rules import markets

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

EXPORTER, SMUGGLER, TRADERS = "licensed exporter", "smuggling exporter", "village traders"
KINDS = (EXPORTER, SMUGGLER, TRADERS)  # in the order in which they decide: exporters' terms first


class Buyer(Body):
    """One kind of buyer.

    Attributes
    ----------
    kind : str
        Licensed exporter, smuggling exporter, or village traders (all who reach the pits).
    pays : float
        What it pays this month per unit of world price; traders' is their mean at the pit.
    bought_kg : float
        What it took this month.
    reason : str
        What it just decided, and why.
    """

    def __init__(self, model: CohabitationModel, kind: str) -> None:
        super().__init__(model)
        self.kind = kind
        self.pays = 0.0
        self.bought_kg = 0.0
        self.reason = ""

    def decide(self) -> None:
        """Set terms: exporters what they pay and their share of the metal, traders pit prices."""
        d = self.model.district
        market, p = d.market, d.now.markets
        if self.kind == EXPORTER:
            market.legal_share = markets.legal_share(p, market.legal_share)
            self.pays = markets.legal_net(p)
            self.reason = (
                f"wedge {markets.wedge(p):.1f} points: {market.legal_share:.0%} of what is free "
                "to choose leaves legally"
            )
        elif self.kind == SMUGGLER:
            self.pays = markets.smuggled_net(p)
            self.reason = f"pays {self.pays:.1%} of world price"
        else:
            market.net = markets.exporters_net(p, market.legal_share)
            markets.post_prices(d.sites, p, d.luck.trader, d.month, d.world_price, market.net)
            self.pays = float((d.sites.price_share * d.sites.traders).sum()) / max(
                int(d.sites.traders.sum()), 1
            )
            self.reason = f"{int(d.sites.traders.sum())} set out to the pits"

    def take(self, legal_kg: float, smuggled_kg: float) -> None:
        """Note the month's metal: exporters what left by their route, traders all of it."""
        taken = {EXPORTER: legal_kg, SMUGGLER: smuggled_kg}
        self.bought_kg = taken.get(self.kind, legal_kg + smuggled_kg)
