"""The books of trade: what leaves the district by which route, and what buyers make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.agents import purse
from asmsim.rules import channels, outlets
from asmsim.state.columns import FloatColumn
from asmsim.state.district import Part
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Shipped(NamedTuple):
    """What the exports of a mineral came to, USD."""

    worth: float  # of what buyers have, at the world price
    legal: float  # of what of it leaves legally
    tax: float
    penalty: float
    state: float  # of what of that they sell to the state, the sole exporter


def settle(model: CohabitationModel, passed: FloatColumn, paid_usd: float) -> None:
    """Sell the month's metal abroad; what is left is trade cost and margin, or a loss.

    Metal that the licensed sell to formal buyers leaves legally, outside metal they pass off with
    it, what goes to licensed buying points, and of the rest what each site's traders sell by the
    legal route; all that as far as a quota lets it out.

    Parameters
    ----------
    passed : array, by site, grams
        Outside metal passed off.
    paid_usd : float
        What buyers paid for all the metal.
    """
    d, ledger = model.district, model.district.ledger
    left = -paid_usd
    for part in d.parts():
        shipped = ship(part, passed[part.rows])
        note(part, d.now.offtake.recovery)
        ledger.book("export_legal", shipped.legal - shipped.state)
        ledger.book("export_smuggled", max(shipped.worth - shipped.legal, 0.0))
        ledger.book("export_tax", shipped.tax)
        ledger.book("border_penalty", shipped.penalty)
        d.office.cash += shipped.tax
        left += shipped.worth - shipped.tax - shipped.penalty
        left -= shipped.state - sell_to_state(model, part, shipped.state)
        left += compensate(model, part.now.markets.compensation * shipped.legal)
        left += part.market.cash  # what buyers have paid for levers
        part.market.cash = 0.0
    ledger.book("trade_cost", max(left, 0.0))
    ledger.book("trade_loss", max(-left, 0.0))


def ship(part: Part, passed: FloatColumn) -> Shipped:
    """Send a mineral abroad by either route, and note how much went by which."""
    sites, market, world = part.sites, part.market, part.world_price
    own, state = np.maximum(0.0, channels.legal_g(sites) - sites.state_g), part.now.state_buyer
    sold_g = float(np.add.reduce(sites.recovered_g - sites.state_g))
    passed_g = float(np.add.reduce(passed))
    would_g = min(float(np.add.reduce(own)) + passed_g, sold_g)
    legal_g = let_out(part, would_g)
    market.laundered_kg = passed_g / 1000.0
    market.smuggled_kg = sold_g / 1000.0 - legal_g / 1000.0
    market.legal_kg = legal_g / 1000.0 + market.state_kg
    here = (own + passed) * (legal_g / would_g if would_g else 0.0)
    usual, legal = part.now.markets.tax, legal_g * world
    elsewhere = float(np.add.reduce((part.policy.tax - usual) * here))  # where it differs
    penalty = float(np.add.reduce(here * sites.border)) * world
    taken = outlets.by_law(state, "sole_exporter")
    tax = (1.0 - taken) * (usual * legal + elsewhere * world)
    return Shipped(sold_g * world, legal, tax, penalty, taken * legal)


def sell_to_state(model: CohabitationModel, part: Part, worth_usd: float) -> float:
    """Sell to the state what traders have to, and let it export that; returns what it pays, USD.

    What cooperatives sold it, it exports too.
    """
    d, market = model.district, part.market
    paid = part.now.state_buyer.pays * worth_usd
    exported = worth_usd + market.state_kg * 1000.0 * part.world_price
    d.ledger.book("state_purchase", market.state_usd)
    d.ledger.book("state_from_traders", paid)
    d.ledger.book("state_export", exported)
    d.office.cash += exported - paid - market.state_usd
    market.state_kg += worth_usd / part.world_price / 1000.0 if worth_usd > 0.0 else 0.0
    return paid


def let_out(part: Part, would_g: float) -> float:
    """Metal that may leave legally, grams: under a quota no more than a part of what was usual."""
    market, cut = part.market, part.now.quota.cut
    if cut > 0.0 and market.usual_kg > 0.0:
        return min(would_g, (1.0 - cut) * market.usual_kg * 1000.0)
    speed = 1.0 if market.usual_kg <= 0.0 else 1.0 / MONTHS
    market.usual_kg += speed * (would_g / 1000.0 - market.usual_kg)
    return would_g


def note(part: Part, recovery: float) -> None:
    """Note what the firm's plant won from ore of a mineral, and what went to buying points."""
    part.market.plant_kg = recovery * float(np.add.reduce(part.sites.ore_g)) / 1000.0
    part.market.point_kg = float(np.add.reduce(channels.point_g(part.sites))) / 1000.0


def compensate(model: CohabitationModel, due_usd: float) -> float:
    """Pay legal sellers for their due diligence; returns what exporters get for it, USD.

    Whoever pays for the lever does; where that is buyers, it comes from those down the chain.
    """
    if due_usd <= 0.0:
        return 0.0
    paid = purse.bill(model, "compensation_paid", due_usd, "markets.compensation")
    model.district.ledger.book("responsible_premium", due_usd - paid)
    return due_usd
