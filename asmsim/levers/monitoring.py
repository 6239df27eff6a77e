"""Monitoring: the firm finds out who is there."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Effort put into monitoring."""
    return [Effect("engagement.monitoring", "floor", dose.dose)]


LEVER = Lever(
    name="monitoring",
    title="Monitoring of the miners",
    pillar="security and asset protection",
    text="The firm finds out who the miners are and how many; knowledge is lost again without it.",
    source="Levin Sources Insights series (2020), sections 1 and 4 (R27)",
    effects=effects,
)
