"""Coordination: programmes learn of each other, and no longer reach the same people twice."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """How far programmes know of each other."""
    return [Effect("coordination.level", "floor", dose.dose)]


LEVER = Lever(
    name="coordination",
    title="Coordination of programmes",
    pillar="broader interventions",
    text="NGOs, donors and ministries keep a clearing house of who does what where. Places of "
    "programmes then go to people who have none yet; keeping it costs money.",
    source="PPA alignment session (2023): coordination among NGOs, donors and ministries (P22)",
    effects=effects,
    payer="donors",
)
