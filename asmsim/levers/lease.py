"""Lease: cooperatives dig on the firm's ground under contract."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the margin, or of what is named of it, to be leased, and a cue for zones."""
    share = dose.dose * (1.0 if dose.where else float(parameters["lease.reach"]))
    return [
        Effect("lease.share", "floor", share),
        Effect("firm.cue", "increment", -dose.dose * float(parameters["firm.cue_zones"])),
    ]


LEVER = Lever(
    name="lease",
    title="Tributary contracts",
    pillar="broader interventions",
    text="The firm lets cooperatives dig under contract on the deposits of its margin that are "
    "least valuable to it, where it believes them to act in good faith.",
    source="Levin Sources Insights series (2020), section 7 (S4)",
    effects=effects,
    law="law.lease",
)
