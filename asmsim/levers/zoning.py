"""Zoning: a no-go core, and tolerance on the margin by type of miner."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """The core declared no-go, and readiness to tolerate on the margin."""
    if dose.dose <= 0.0:
        return []
    return [
        Effect("tenure", "setting", "no_go", dose.where or ("concession_core",)),
        Effect("zoning.tolerance", "floor", dose.dose),
    ]


LEVER = Lever(
    name="zoning",
    title="Security zones by type of miner",
    pillar="security and asset protection",
    text="The core becomes a no-go zone; on the margin the firm tolerates miners it believes to be "
    "local or organised, until they clash with it. How well it tells them apart depends on "
    "what it knows.",
    source="Levin Sources Insights series (2020), section 7 (S2, R18)",
    effects=effects,
)
