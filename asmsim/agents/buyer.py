"""Buyers: traders and exporters, legal and smuggling, seen as one market that both routes serve."""

from __future__ import annotations

from asmsim.agents.body import Body
from asmsim.rules import markets


class Buyer(Body):
    """The trade: decides by which route metal leaves and what it pays at the pit."""

    def decide(self) -> None:
        """Move the legal share with the wedge, and post pit prices."""
        d = self.model.district
        market, p = d.market, d.now.markets
        market.legal_share = markets.legal_share(p, market.legal_share)
        market.net = markets.exporters_net(p, market.legal_share)
        markets.post_prices(d.sites, p, d.luck.trader, d.month, d.world_price, market.net)
        market.reason = (
            f"wedge {markets.wedge(p):.1f} points: {market.legal_share:.0%} leaves legally"
        )

    def export(self, sold_g: float, licensed_g: float, paid_usd: float) -> None:
        """Sell the month's metal abroad; what is left is trade cost and margin, or a loss.

        Metal of the licensed leaves legally, the rest by both routes.
        """
        d = self.model.district
        market, ledger = d.market, d.ledger
        worth = sold_g * d.world_price
        legal_g = licensed_g + market.legal_share * (sold_g - licensed_g)
        legal = legal_g * d.world_price
        tax = d.now.markets.tax * legal
        ledger.book("export_legal", legal)
        ledger.book("export_smuggled", max(worth - legal, 0.0))
        ledger.book("export_tax", tax)
        left = worth - paid_usd - tax
        ledger.book("trade_cost", max(left, 0.0))
        ledger.book("trade_loss", max(-left, 0.0))
        d.office.cash += tax
        market.legal_kg = legal_g / 1000.0
        market.smuggled_kg = sold_g / 1000.0 - market.legal_kg
