"""Eviction: the firm has intruders cleared from the ground named, and tells the state so."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Readiness to order evictions that pay, and a cue to the state in favour of force (R10)."""
    ready = dose.dose * float(parameters["eviction.readiness"])
    return [
        Effect("eviction.order", "floor", ready, dose.where),
        Effect("firm.cue", "increment", dose.dose),
    ]


LEVER = Lever(
    name="eviction",
    title="Evictions",
    pillar="security and asset protection",
    text="Each month the firm may order out the intruders of a site where the loss saved exceeds"
    " the cost of troops. The dose says how readily it does so.",
    source="Levin Sources Insights series (2020), sections 1 and 2 (S0, S1, R7, R13)",
    effects=effects,
)
