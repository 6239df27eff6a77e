"""Local markets: licensed buying points open near the pits."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of worked sites where a licensed buying point opens."""
    share = dose.dose * float(parameters["points.most"])
    return [Effect("points.share", "floor", share, dose.where)]


LEVER = Lever(
    name="local_markets",
    title="Licensed buying points near the pits",
    pillar="broader interventions",
    text="Licensed buyers come together at points near the largest pits, where metal is weighed, "
    "assayed and registered. Who owes no ore sells there where it pays more, the way deducted, "
    "and that metal leaves legally.",
    source="Artisanal Gold Council (2025) (R16, R3)",
    effects=effects,
    payer="state",
)
