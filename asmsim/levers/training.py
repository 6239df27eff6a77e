"""Training: conduct improves faster, and organising is easier."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of cooperatives' members near the mine, or a number of places anywhere."""
    if dose.places is not None:
        return [Effect("training.places", "increment", dose.dose * dose.places)]
    return [Effect("training.share", "floor", dose.dose)]


LEVER = Lever(
    name="training",
    title="Training and help with papers",
    pillar="broader interventions",
    text="Cooperatives near the mine are trained and helped to organise and to apply; conduct "
    "improves faster. With a number of places, a programme trains as many members anywhere in the "
    "district.",
    source="Levin Sources Insights series (2020), sections 7 and 8 (S3a, R2)",
    effects=effects,
    places="training.places",
)
