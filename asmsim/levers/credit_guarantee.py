"""Credit guarantee: banks' loans to miners with papers are guaranteed."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of banks' loss that is covered."""
    covered = dose.dose * float(parameters["credit.cover_share"])
    return [Effect("credit.cover", "increment", covered)]


LEVER = Lever(
    name="credit_guarantee",
    title="Guaranteed bank loans",
    pillar="broader interventions",
    text="A credit authority covers part of what banks lose on loans to miners with papers. As far "
    "as that makes lending pay, loans buy them out of debt at the pit and its tied sale, and more "
    "traders come to buy. Whoever guarantees pays when loans are lost.",
    source="Levin Sources Insights series (2020), section 8: a credit authority (P18)",
    effects=effects,
    payer="donors",
)
