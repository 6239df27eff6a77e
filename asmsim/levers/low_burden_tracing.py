"""Low-burden tracing: trade is watched through data there are already."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Next to no cost to sellers; some of what is passed off, smuggled or armed comes to light."""
    more = {
        "markets.traceability": "tracing.data_cost",
        "markets.launder_detection": "tracing.data_finds_laundered",
        "markets.smuggler_cost": "tracing.data_finds_smuggled",
        "armed.detection": "tracing.data_finds_armed",
    }
    found = [
        Effect(target, "increment", dose.dose * float(parameters[by]), dose.where)
        for target, by in more.items()
    ]
    return [*found, Effect("tracing.data", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="low_burden_tracing",
    title="Tracing from data there are already",
    pillar="compliance and reputation",
    text="Transport, satellite and tax data are used to see where metal comes from: next to no "
    "cost to miners, and some of what is passed off or smuggled is found.",
    source="PPA alignment session (2023), note 1 (P29, R28)",
    effects=effects,
    payer="donors",
)
