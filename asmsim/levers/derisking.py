"""Derisking: others cover what a firm risks by engaging with miners."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the firm's liability that is covered, and less hesitancy of its buyers."""
    reassured = float(parameters["offtake.reassured"])
    covered = dose.dose * float(parameters["agreement.cover_share"])
    return [
        Effect("agreement.cover", "increment", covered),
        Effect("offtake.hesitancy", "factor", 1.0 - dose.dose * reassured),
    ]


LEVER = Lever(
    name="derisking",
    title="Cover for firms that engage",
    pillar="broader interventions",
    text="A programme or a law covers part of what a firm risks in court and with lenders when it "
    "signs with miners, and buyers of its metal hesitate less. Whether it signs with more of them "
    "depends on what the risk was worth to it.",
    source="Levin Sources Insights series (2020), section 8: CVCFC, and law and cover for firms "
    "that act as partners (P24, P30)",
    effects=effects,
    payer="donors",
)
