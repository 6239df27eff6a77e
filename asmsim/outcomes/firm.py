"""The firm: output lost, what it spends, what it nets, its social licence."""

from __future__ import annotations

from asmsim.state.district import District
from asmsim.state.units import DAYS_MONTH


def measure(d: District) -> dict[str, float]:
    """Cost lines of the month, USD."""
    if d.firm is None:
        names = ("output_lost", "theft", "security_cost", "abuse_cost", "stoppage_cost")
        more = ("damage_cost", "compensation_cost", "net_position", "guards")
        nothing = dict.fromkeys((*names, *more), 0.0)
        return nothing | {"social_licence": float("nan")}
    book = d.ledger.amount
    return {
        "output_lost": d.firm.stoppage_days / DAYS_MONTH,
        "theft": d.firm.theft_usd,
        "security_cost": book("guards") + book("troops"),
        "abuse_cost": book("abuse_cost"),
        "stoppage_cost": book("stoppage"),
        "damage_cost": book("damage"),
        "compensation_cost": book("compensation"),
        "net_position": d.firm.discounted_usd,
        "social_licence": d.firm.licence_to_operate,
        "guards": d.firm.guards,
    }
