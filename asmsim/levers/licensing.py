"""Licensing: the mines office works faster and can grant more."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Shorter applications, more licences a year, and what the staff cost."""
    faster = 1.0 - dose.dose * float(parameters["licence.faster"])
    more, staff = (
        float(parameters[f"licence.{key}"]) for key in ("more_capacity", "more_staff_usd")
    )
    return [
        Effect("licence.months", "factor", faster),
        Effect("licence.capacity_year", "increment", dose.dose * more),
        Effect("state.staff_cost_usd", "increment", dose.dose * staff),
        Effect("state.grant_usd", "increment", dose.dose * staff),
    ]


LEVER = Lever(
    name="licensing",
    title="Faster licensing",
    pillar="broader interventions",
    text="The mines office works faster and has staff for more licences, as far as officials do "
    "what policy says.",
    source="Levin Sources Insights series (2020), section 8 (R2, R20)",
    effects=effects,
    decider="state",
)
