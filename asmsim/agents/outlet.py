"""Outlets: buyers who deal with cooperatives alone, and the month's sales to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.agents.buyer import Buyer
from asmsim.rules import members, outlets, routes
from asmsim.state.bodies import Market
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.parameters import Parameters
from asmsim.state.reason import Reason
from asmsim.state.terms import Goods, Terms, Took, together
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Place(NamedTuple):
    """Where a mineral is sold this month."""

    mineral: int
    now: Parameters
    market: Market
    world: float  # USD/g


class Sold(NamedTuple):
    """What an outlet was sold of a mineral, and how many cooperatives could have sold it."""

    place: Place
    took: Took[float]
    able: int


class Outlet(Buyer):
    """A buyer who deals with cooperatives alone."""

    def asks(self, now: Parameters) -> bool:
        """Whether it buys a mineral at all this month."""
        raise NotImplementedError

    def terms(self, place: Place) -> Terms[float]:
        """Say what it asks for, what it pays, and how much it takes."""
        raise NotImplementedError

    def receive(self, place: Place, took: Took[float]) -> None:
        """Book what goes with the metal it was sold beside the price."""
        raise NotImplementedError

    def decide(self) -> None:
        """Set terms: they are the scheme's own; what it buys is settled as metal is sold."""
        self.bought_kg = self.second_kg = 0.0
        if not any(self.asks(now) for now in self.model.district.by_mineral):
            self.pays, self.reason = 0.0, Reason("nothing", {})

    def take(self) -> None:
        """Leave the month's metal as it was received."""

    def note(self, sold: Sequence[Sold]) -> None:
        """Note what it bought, of all minerals, and from how many of those able to sell."""
        kg = [0.0, 0.0]
        for each in sold:
            kg[min(each.place.mineral, 1)] += each.took.grams / 1000.0
        self.bought_kg, self.second_kg = kg
        worth = sum(each.took.grams * each.place.world for each in sold)
        paid = sum(each.took.paid_usd for each in sold)
        self.pays = paid / worth if worth > 0.0 else 0.0
        self.reason = Reason(
            "outlet",
            {
                "sellers": int(sum(each.took.sellers for each in sold)),
                "able": sum(each.able for each in sold),
                "taken": sum(kg),
                "offered": sum(each.took.offered_g for each in sold) / 1000.0,
            },
        )


def sell(model: CohabitationModel) -> None:
    """Let cooperatives sell to outlets; note at each site and cooperative what comes of it."""
    d = model.district
    asking = [buyer for buyer in model.buyers if isinstance(buyer, Outlet)]
    asking = [buyer for buyer in asking if any(buyer.asks(now) for now in d.by_mineral)]
    if not asking and not d.sites.outlet_g.any() and not d.cooperatives.outlet.any():
        return  # nor is there anything left of a month in which somebody asked
    coops = Cooperatives._make(column[: d.n_cooperatives] for column in d.cooperatives)
    coops.outlet[:], coops.price[:], coops.spur[:], coops.certified[:] = 0.0, 1.0, 1.0, 0
    d.sites.state_g[:] = 0.0
    sold: dict[Outlet, list[Sold]] = {buyer: [] for buyer in asking}
    grams, sellers = members.metal(d.people, d.n_cooperatives)
    goods = Goods(grams, np.zeros(d.n_cooperatives))
    tills = d.villages.fund, routes.legal_cost(d.sites), goods
    terms = zip(d.by_mineral, d.markets, d.world_prices.tolist(), strict=True)
    for mineral, (now, market, world) in enumerate(terms):
        market.certified_kg = market.state_kg = market.state_usd = 0.0
        market.outlet_usd, usual = 0.0, market.outlet_usd  # nobody counts on buyers who are gone
        buyers = [buyer for buyer in asking if buyer.asks(now)]
        if not buyers:
            continue
        place = Place(mineral, now, market, world)
        asked = together([buyer.terms(place) for buyer in buyers])
        took = np.zeros((len(Took._fields), len(buyers)))
        where = d.month, mineral, world, now.markets.wedge_slope
        each, able = outlets.deal(coops, d.sites, tills, asked, Took(*took), where, d.now.organise)
        for buyer, its in zip(buyers, took.T.tolist(), strict=True):
            sold[buyer].append(Sold(place, Took(*its), int(able)))
            buyer.receive(place, Took(*its))
        market.outlet_usd = usual + (float(each) - usual) / MONTHS  # word gets round in a year
    for buyer in asking:
        buyer.note(sold[buyer])
    members.lift(d.people, sellers, d.sites, (coops.outlet, coops.price), d.kinds)
