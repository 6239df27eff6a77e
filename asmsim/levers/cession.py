"""Cession: the firm gives up part of its permit."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the margin, or of what is named of it, to be ceded, and a cue for zones."""
    share = dose.dose * (1.0 if dose.where else float(parameters["cession.reach"]))
    return [
        Effect("cession.share", "floor", share),
        Effect("firm.cue", "increment", -dose.dose * float(parameters["firm.cue_zones"])),
    ]


LEVER = Lever(
    name="cession",
    title="Ground ceded to miners",
    pillar="broader interventions",
    text="The firm gives up, by a minister's act, the deposits of its margin that are least "
    "valuable to it.",
    source="Levin Sources Insights series (2020), section 7 (S3b, R14); the DRC's code of "
    "February 2025 (P14)",
    effects=effects,
    law="law.cession",
)
