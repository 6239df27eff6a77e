"""Resettlement: eviction with notice and compensation, when all else has failed."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Readiness to clear ground, with notice and compensation."""
    ready = dose.dose * float(parameters["eviction.readiness"])
    if dose.dose <= 0.0:
        return []
    return [
        Effect("eviction.order", "floor", ready, dose.where),
        Effect("eviction.notice_months", "floor", float(parameters["eviction.resettle_notice"])),
        Effect("eviction.compensation_usd", "floor", float(parameters["eviction.resettle_usd"])),
    ]


LEVER = Lever(
    name="resettlement",
    title="Resettlement as a last resort",
    pillar="security and asset protection",
    text="Where people stay, the firm has them cleared with notice and compensation.",
    source="Levin Sources Insights series (2020), sections 1 and 7 (S2, R13)",
    effects=effects,
)
