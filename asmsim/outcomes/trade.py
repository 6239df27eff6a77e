"""Trade and public money: legal, laundered and smuggled exports, pit price, revenue, bribes."""

from __future__ import annotations

import numpy as np

from asmsim.ledger import LINES, PURPOSES, line_of
from asmsim.outcomes.census import Census
from asmsim.state.district import District

# What each payer spends because of the miners: what levers cost it, and what it spends beside them.
BESIDE: dict[str, tuple[str, ...]] = {
    "firm": ("guards", "troops", "abuse_cost", "finance", "liability"),
    "state": ("office_cost",),
    "donors": (),
    "buyers": ("responsible_premium",),
}
SPENDING = {
    payer: (*beside, *(line_of(name, payer) for name in PURPOSES if line_of(name, payer) in LINES))
    for payer, beside in BESIDE.items()
}


def measure(d: District, _: Census) -> dict[str, float]:
    """Flows of the month; the pit price share is weighted by value, presence by workers."""
    others = d.markets[1:]
    sold = d.sites.recovered_g * (d.world_prices / d.world_price)[d.sites.mineral]
    total = float(np.add.reduce(sold))
    share = float(np.add.reduce(sold * d.sites.price_share)) / total if total else float("nan")
    workers = int(np.add.reduce(d.sites.workers))
    served = float(np.add.reduce(d.sites.workers * d.sites.served))
    booked = d.ledger.amounts()
    fees = booked["licence_fee"] + booked["card_fee"] + booked["upkeep"] + booked["seizure"]
    traded = booked["state_export"] - booked["state_purchase"] - booked["state_from_traders"]
    return {
        "legal_exports": d.market.legal_kg + d.market.plant_kg,
        "smuggled_exports": d.market.smuggled_kg,
        "laundered_exports": d.market.laundered_kg,
        "legal_exports_second": float(sum(market.legal_kg for market in others)),
        "smuggled_exports_second": float(sum(market.smuggled_kg for market in others)),
        "certified_exports": d.market.certified_kg,
        "state_exports": d.market.state_kg,
        "point_sales": d.market.point_kg,
        "premiums": booked["responsible_premium"],
        "formal_buyers": served / workers if workers else float("nan"),
        "pit_price_share": share,
        "revenue": fees
        + booked["export_tax"]
        + booked["royalty"]
        - booked["royalty_to_centre"]
        + traded,
        "bribes": booked["bribe"],
    } | {
        f"spending_{payer}": sum(booked[line] for line in lines)
        - booked[line_of("licence_repaid", payer)]
        for payer, lines in SPENDING.items()
    }
