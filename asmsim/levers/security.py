"""Security: the firm guards the ground named, and weighs what it loses there."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Readiness to post guards that pay, and a heavier weight on each loss."""
    heavier = 1.0 + dose.dose * (float(parameters["security.zero_tolerance"]) - 1.0)
    return [
        Effect("security.willingness", "floor", dose.dose, dose.where),
        Effect("security.weight", "factor", heavier, dose.where),
    ]


LEVER = Lever(
    name="security",
    title="Guards on the firm's ground",
    pillar="security and asset protection",
    text="At full dose the firm posts every guard whose cost the loss it prevents is worth, and "
    "counts a loss for more than its value; at none it posts no guard.",
    source="Levin Sources Insights series (2020), sections 1 and 2 (S1)",
    effects=effects,
)
