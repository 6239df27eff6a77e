"""Information: miners are told the world price."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """How much of their error about the world price is gone."""
    return [Effect("information.reach", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="information",
    title="Price information",
    pillar="broader interventions",
    text="Miners are told the world price day by day, so that they can tell a low offer from a low "
    "price and sell to who pays more.",
    source="Paris Peace Forum special advisers' meeting (P15)",
    effects=effects,
    payer="donors",
)
