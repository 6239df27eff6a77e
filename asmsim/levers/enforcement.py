"""Enforcement: the state gives force more priority."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Visits to intruders that are not settled by a bribe end in an order more often."""
    more = dose.dose * float(parameters["state.enforcement"])
    return [Effect("state.force_priority", "increment", more)]


LEVER = Lever(
    name="enforcement",
    title="Enforcement by the state",
    pillar="broader interventions",
    text="Officials order intruders out more often instead of letting them be.",
    source="Levin Sources Insights series (2020), section 5 (R9, R10, R19)",
    effects=effects,
    decider="state",
)
