"""Monitoring: the firm finds out who is there."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever

# The ground a firm keeps to itself, where its people go.
GROUND = ("concession_core", "concession_margin", "no_go")


TOLD = {
    "firm": {},
    "state": {"state.inspection": "engagement.told_state"},
    "public": {
        "conflict.reported_otherwise": "engagement.told_press",
        "markets.assessments": "engagement.told_buyers",
    },
}
"""What rises, and by which parameter, with whom the firm tells what it finds."""


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Effort put into monitoring; armed men on the firm's ground are seen with it."""
    sees = dose.dose * float(parameters["armed.monitoring"])
    told = TOLD[dose.kind or "firm"]
    return [
        Effect("engagement.monitoring", "floor", dose.dose),
        Effect("armed.detection", "increment", sees, where=GROUND),
        *(
            Effect(target, "increment", dose.dose * float(parameters[by]))
            for target, by in told.items()
        ),
    ]


LEVER = Lever(
    name="monitoring",
    title="Monitoring of the miners",
    pillar="security and asset protection",
    text="The firm finds out who the miners are and how many; knowledge is lost again without "
    "it. Where armed men levy on its ground, they are seen more often. It keeps what it "
    "knows to itself; or tells officials, who visit sites more often, honestly or not; or "
    "makes it public, so that smaller events reach the press and formal buyers assess sites"
    " more often.",
    source="Levin Sources Insights series (2020), sections 1 and 4 (R27, R15)",
    effects=effects,
    kinds=tuple(TOLD),
)
