"""The state buyer: a public trader, beside others or by law alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.agents.outlet import Offer, Outlet
from asmsim.rules import outlets, routes
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.parameters import Parameters
from asmsim.state.sites import DECLARED, lies_in
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

KIND = "state buyer"
BEST = 1.0  # no standard asks for more than the best conduct


class StateBuyer(Outlet):
    """A public trader who buys from cooperatives at a set share of the world price."""

    def __init__(self, model: CohabitationModel) -> None:
        super().__init__(model, KIND)

    def asks(self, now: Parameters) -> bool:
        """Whether it is there, for this mineral."""
        return now.state_buyer.presence > 0.0

    def ground(self, offer: Offer) -> BoolColumn:
        """Cooperatives with a licence on ground where it may buy."""
        d = self.model.district
        here, ground = offer.able & offer.licensed, offer.now.state_buyer.ground
        if ground == "declared":
            here &= lies_in(d.sites.tenure, DECLARED)[offer.coops.site]
        elif ground == "prepared":
            here &= d.sites.prepared[offer.coops.site] == 1
        return here

    def standard(self, offer: Offer) -> float:
        """The conduct it asks for by now: it began low, and rises."""
        q, market, month = offer.now.state_buyer, offer.market, self.model.district.month
        if market.state_since < 0:
            market.state_since = month
        return min(q.standard + q.rise * (month - market.state_since) / MONTHS, BEST)

    def bid(self, offer: Offer) -> outlets.Bid:
        """Pay the set share of the world price to those who reach the standard of the day."""
        d, q = self.model.district, offer.now.state_buyer
        fit = offer.conduct >= self.standard(offer)
        price = np.full(len(offer.grams), q.pays * offer.world)
        gap = (offer.felt - price) / offer.world
        turned = routes.leaving(offer.now.markets, gap)
        willing = outlets.willing(offer.now.markets, turned, offer.licensed)
        wanted = q.presence * (self.ground(offer) & fit) * willing
        return outlets.Bid(price, wanted, q.capacity_kg_year * 1000.0 / MONTHS * d.scale)

    def receive(self, offer: Offer, bid: outlets.Bid, sold_g: FloatColumn) -> None:
        """Note the metal it will export, and train those it may buy from."""
        d, q, market = self.model.district, offer.now.state_buyer, offer.market
        np.add.at(d.sites.state_g, offer.coops.site, sold_g)
        market.state_kg = float(np.add.reduce(sold_g)) / 1000.0
        market.state_usd = float(np.add.reduce(sold_g * bid.price))
        trained = q.trains * q.presence * self.ground(offer)
        offer.coops.spur[:] *= 1.0 + d.now.training.conduct * trained
        members = float(np.add.reduce(trained * offer.coops.members))
        usd = members * d.now.training.usd_year / MONTHS
        purse.bill(self.model, "training", usd, "state_buyer.presence")
        running = q.presence * q.usd_year / MONTHS * d.scale
        purse.bill(self.model, "state_buyer", running, "state_buyer.presence")
