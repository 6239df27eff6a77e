"""Trade and public money: legal and smuggled exports, pit price, revenue, bribes."""

from __future__ import annotations

import numpy as np

from asmsim.state.district import District

# What the firm spends because of the miners.
FIRM_LINES = (
    "guards",
    "guard_training",
    "troops",
    "compensation",
    "abuse_cost",
    "engagement",
    "monitoring",
    "training",
    "fee_support",
    "investment",
    "chiefs_share",
    "zone_assessment",
    "departure",
)


def measure(d: District) -> dict[str, float]:
    """Flows of the month; the pit price share is weighted by metal."""
    sold = d.sites.recovered_g
    total = float(np.add.reduce(sold))
    share = float(np.add.reduce(sold * d.sites.price_share)) / total if total else float("nan")
    book = d.ledger.amount
    fees = book("licence_fee") + book("upkeep")
    return {
        "legal_exports": d.market.legal_kg,
        "smuggled_exports": d.market.smuggled_kg,
        "pit_price_share": share,
        "revenue": fees + book("export_tax") + book("royalty") - book("royalty_to_centre"),
        "bribes": book("bribe"),
        "spending_firm": sum(book(line) for line in FIRM_LINES),
        "spending_state": book("office_cost"),
    }
