"""Buyer liability: formal buyers answer for what they buy."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """A harder rule: more visits, a higher standard, less patience; and what that costs."""
    more = {
        "markets.assessments": "liability.visits",
        "markets.standard": "liability.standard",
        "markets.due_diligence": "liability.cost",
    }
    found = [
        Effect(target, "increment", dose.dose * float(parameters[by]), dose.where)
        for target, by in more.items()
    ]
    strict = dose.dose * float(parameters["liability.strict"])
    return [*found, Effect("markets.zero_tolerance", "floor", strict, dose.where)]


LEVER = Lever(
    name="buyer_liability",
    title="Liability of buyers",
    pillar="compliance and reputation",
    text="Formal buyers answer for what they buy. They look more often, ask for more, and more of "
    "them leave on a finding rather than see a plan through; their due diligence costs more.",
    source="PPA alignment session (2023) (R4, P17)",
    effects=effects,
    payer="buyers",
    decider="importers",
)
