"""Due diligence: formal buyers look more often and closer, at a cost that is passed on in part."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """More cost, more visits, more metal passed off found out."""
    more = {
        "markets.due_diligence": "markets.due_diligence_more",
        "markets.assessments": "markets.due_diligence_visits",
        "markets.launder_detection": "markets.due_diligence_detects",
    }
    return [
        Effect(target, "increment", dose.dose * float(parameters[by]), dose.where)
        for target, by in more.items()
    ]


LEVER = Lever(
    name="due_diligence",
    title="Stricter due diligence",
    pillar="compliance and reputation",
    text="Formal buyers assess sites more often and find out more of what is passed off as "
    "licensed. It costs more, and part of that falls on the price at the pit; what it does "
    "to legal sales follows from there.",
    source="RMI list; PPA alignment session (2023) (P17, R3, R26)",
    effects=effects,
    decider="buyers",
)
