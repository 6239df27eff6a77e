"""Traceability: metal is tagged and recorded from the pit on."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Cost on the legal route; more of what is passed off, smuggled or armed comes to light."""
    more = {
        "markets.traceability": "tracing.cost",
        "markets.launder_detection": "tracing.finds_laundered",
        "markets.smuggler_cost": "tracing.finds_smuggled",
        "armed.detection": "tracing.finds_armed",
    }
    found = [
        Effect(target, "increment", dose.dose * float(parameters[by]), dose.where)
        for target, by in more.items()
    ]
    return [*found, Effect("tracing.tags", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="traceability",
    title="Traceability by tags and records",
    pillar="compliance and reputation",
    text="Metal is tagged and recorded from the pit on. It costs a part of value, some of which "
    "falls on the price at the pit, and finds some of what is passed off or smuggled; what "
    "it does to illicit trade follows from there.",
    source="RMI list (RMAP, ITSCI, ICGLR, BSP) (P17, R3); Levin Sources Insights series (2020), "
    "section 8 (R28)",
    effects=effects,
    payer="buyers",
)
