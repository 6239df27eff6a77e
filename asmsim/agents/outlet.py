"""Outlets: buyers who deal with cooperatives alone, and the month's sales to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.agents.buyer import Buyer
from asmsim.rules import outlets, routes
from asmsim.state.bodies import Market
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED, Cooperatives
from asmsim.state.parameters import Parameters
from asmsim.state.reason import Reason
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Offer(NamedTuple):
    """What cooperatives of one mineral have to sell this month, and what it brings them now.

    Arrays are by cooperative; those of other minerals are nowhere in ``able``.
    """

    mineral: int
    now: Parameters
    market: Market
    world: float  # USD/g
    coops: Cooperatives
    grams: FloatColumn
    able: BoolColumn  # papers and ground are in order
    licensed: BoolColumn
    conduct: FloatColumn  # as it is shown to buyers (``outlets.shown``)
    pays: FloatColumn  # what others pay for a gram now, USD
    legal: FloatColumn  # what a gram brings in licensed channels, USD
    felt: FloatColumn  # what others pay, freedom from tied sale included
    freed: FloatColumn  # what that freedom is worth a gram, USD
    promised: FloatColumn  # what each has promised for audits so far, USD; bids add to it


class Took(NamedTuple):
    """What an outlet bought of a mineral in a month."""

    grams: float
    paid_usd: float
    offered_g: float  # what it could have had
    sellers: int


class Outlet(Buyer):
    """A buyer who deals with cooperatives alone."""

    def asks(self, now: Parameters) -> bool:
        """Whether it buys a mineral at all this month."""
        raise NotImplementedError

    def bid(self, offer: Offer) -> outlets.Bid:
        """Say what it pays, to whom, and how much it takes."""
        raise NotImplementedError

    def receive(self, offer: Offer, bid: outlets.Bid, sold_g: FloatColumn) -> None:
        """Take what it was sold, by cooperative, and settle what that asks for beside the price."""
        raise NotImplementedError

    def decide(self) -> None:
        """Set terms: they are the scheme's own; what it buys is settled as metal is sold."""
        self.bought_kg = self.second_kg = 0.0
        if not any(self.asks(now) for now in self.model.district.by_mineral):
            self.pays, self.reason = 0.0, Reason("nothing", {})

    def take(self) -> None:
        """Leave the month's metal as it was received."""

    def took_in(self, offer: Offer, took: Took) -> None:
        """Note what it bought of a mineral, and from how many."""
        if offer.mineral == 0:
            self.bought_kg = took.grams / 1000.0
        else:
            self.second_kg += took.grams / 1000.0
        self.pays = took.paid_usd / took.grams / offer.world if took.grams > 0.0 else 0.0
        who = {"sellers": took.sellers, "able": int(np.count_nonzero(offer.able))}
        what = {"taken": took.grams / 1000.0, "offered": took.offered_g / 1000.0}
        self.reason = Reason("outlet", {**who, **what})


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
    grams = outlets.metal(d.people, d.n_cooperatives)
    able = outlets.in_order(coops, d.sites, d.now.organise, d.month)
    licensed = coops.papers == LICENSED
    cost = routes.legal_cost(d.sites)
    premium, freedom = d.now.organise.access_premium, d.now.organise.finance_gain
    pays, legal = outlets.elsewhere(coops, d.sites, premium, cost)
    felt, free = outlets.elsewhere(coops, d.sites, premium + freedom, cost)
    has = pays, legal, felt, free - legal, np.zeros(d.n_cooperatives)
    terms = zip(d.by_mineral, d.markets, d.world_prices.tolist(), strict=True)
    for mineral, (now, market, world) in enumerate(terms):
        market.certified_kg = market.state_kg = market.state_usd = 0.0
        market.outlet_usd, usual = 0.0, market.outlet_usd  # nobody counts on buyers who are gone
        buyers = [buyer for buyer in asking if buyer.asks(now)]
        if not buyers:
            continue
        its = able & (d.sites.mineral[coops.site] == mineral)
        shown = outlets.shown(coops, its, d.now.organise.gravest)
        offer = Offer(mineral, now, market, world, coops, grams, its, licensed, shown, *has)
        each = share_out(offer, buyers, d.sites.price[coops.site])
        market.outlet_usd = usual + (each - usual) / MONTHS  # word of it gets round in a year
    lifts = np.append(d.cooperatives.outlet, 0.0), np.append(d.cooperatives.price, 1.0)
    outlets.lift(d.people, d.sites, lifts, d.kinds)


def share_out(offer: Offer, asking: list[Outlet], pit: FloatColumn) -> float:
    """Ration a mineral's metal to the outlets that ask for it; returns what each member gains, USD.

    Parameters
    ----------
    pit : array, by cooperative
        Price at the pit, USD/g.
    """
    each = [outlet.bid(offer) for outlet in asking]
    bids = outlets.together(each)
    taken = outlets.ration(bids, offer.grams)
    sold_g = taken * offer.grams
    offer.coops.outlet[:] += outlets.in_all(taken)
    for more in taken * (bids.price / np.where(pit > 0.0, pit, 1.0) - 1.0):
        offer.coops.price[:] += more
    took = zip(
        np.add.reduce(sold_g, axis=1).tolist(),
        np.add.reduce(sold_g * bids.price, axis=1).tolist(),
        np.add.reduce(bids.wanted * offer.grams, axis=1).tolist(),
        np.count_nonzero(sold_g, axis=1).tolist(),
        strict=True,
    )
    for outlet, bid, its, grams in zip(asking, each, took, sold_g, strict=True):
        outlet.took_in(offer, Took(*its))
        outlet.receive(offer, bid, grams)
    gains = np.add.reduce(np.maximum(0.0, sold_g * (bids.price - offer.pays)), axis=1)
    members = float(np.add.reduce(offer.coops.members * offer.able))
    return sum(gains.tolist()) / members if members > 0.0 else 0.0
