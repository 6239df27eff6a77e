"""Security training: guards are vetted and trained in the Voluntary Principles."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Less force, and the cost of training each guard."""
    softer = 1.0 - dose.dose * float(parameters["force.training"])
    return [
        Effect("force.level", "factor", softer, dose.where),
        Effect("security.trained", "floor", dose.dose),
    ]


LEVER = Lever(
    name="security_training",
    title="Training of guards in the Voluntary Principles",
    pillar="security and asset protection",
    text="Guards are trained and vetted: they use less force. The firm pays for each guard.",
    source="Levin Sources Insights series (2020), section 1 (R13); Voluntary Principles on "
    "Security and Human Rights",
    effects=effects,
)
