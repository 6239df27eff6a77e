"""Engagement: the firm climbs the ladder, and tells the state that zones are wanted."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Effort face to face, and a cue to the state in favour of zones (R10)."""
    return [
        Effect("engagement.effort", "floor", dose.dose),
        Effect("firm.cue", "increment", -dose.dose * float(parameters["firm.cue_zones"])),
    ]


LEVER = Lever(
    name="engagement",
    title="Engagement with miners and chiefs",
    pillar="community engagement and investment",
    text="The firm talks with miners and chiefs, stage by stage: trust and knowledge grow slowly, "
    "and are lost at once to force.",
    source="Levin Sources Insights series (2020), section 6 (R5, R22, R23)",
    effects=effects,
)
