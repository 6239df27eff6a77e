"""Loss: what an undisturbed intruder costs the firm."""

from __future__ import annotations

from asmsim.compiled import compiled
from asmsim.state.parameters import Firm


@compiled
def loss_per_intruder(grade: float, industrial: float, firm: Firm, usd_g: float) -> float:
    """What an undisturbed intruder costs the firm a day, USD: metal it would mine, and damage."""
    metal = grade * industrial * usd_g * firm.ever_mined_discount
    return metal + firm.asset_damage_usd_day
