"""Licence loan: the fee of a licence is lent without interest."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the fee that is lent."""
    lent = dose.dose * float(parameters["licence.loan_share"])
    return [Effect("licence.loan", "floor", lent)]


LEVER = Lever(
    name="licence_loan",
    title="Loans for the licence fee",
    pillar="broader interventions",
    text="Cooperatives are lent the upfront cost of papers without interest and pay it back over "
    "years. Who lends loses what is still owed when a cooperative dissolves.",
    source="Levin Sources Insights series (2020), section 8 (P19)",
    effects=effects,
    payer="donors",
)
