"""Zones: the firm supports the state in opening zones for artisanal miners nearby."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Deposits to set aside, how many are assessed for each, and a cue in favour of zones."""
    assessed = dose.dose * (float(parameters["zone.assessed"]) - 1.0)
    return [
        Effect("zone.sites", "increment", dose.dose * float(parameters["zone.reach"])),
        Effect("zone.draws", "increment", assessed),
        Effect("firm.cue", "increment", -dose.dose * float(parameters["firm.cue_zones"])),
    ]


LEVER = Lever(
    name="asm_zone",
    title="Zones for artisanal miners",
    pillar="broader interventions",
    text="Unallocated ground near the concession is assessed, and the best of it set aside by a "
    "minister's act. The firm pays for the assessment.",
    source="Levin Sources Insights series (2020), section 7 (S3a); P14",
    effects=effects,
    decider="state",
)
