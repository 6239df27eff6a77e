"""Tribute: a share of the gross on leased ground goes to the firm."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the gross asked."""
    rate = dose.dose * float(parameters["lease.tribute_rate"])
    return [Effect("lease.tribute", "floor", rate)]


LEVER = Lever(
    name="tribute",
    title="Tribute on leased ground",
    pillar="compliance and reputation",
    text="Those who dig under contract give the firm a share of what they win.",
    source="Levin Sources Insights series (2020), section 7 (S4)",
    effects=effects,
    law="law.lease",
)
