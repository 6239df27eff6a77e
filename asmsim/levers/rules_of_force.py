"""Rules of force: how hard guards and troops may act where they meet miners."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Harsher force than usual, up to ``force.harsh`` at full dose."""
    return [
        Effect("force.level", "increment", dose.dose * float(parameters["force.harsh"]), dose.where)
    ]


LEVER = Lever(
    name="rules_of_force",
    title="Rules of force",
    pillar="security and asset protection",
    text="How hard force is used: it raises the harm of clashes, what eviction does to trust and "
    "grievance, and how readily meetings turn violent.",
    source="Levin Sources Insights series (2020), section 1 (R13)",
    effects=effects,
)
