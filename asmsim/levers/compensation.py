"""Compensation: buyers down the chain pay for the due diligence they ask for."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """A better price of what leaves legally."""
    more = dose.dose * float(parameters["markets.compensates"])
    return [Effect("markets.compensation", "increment", more, dose.where)]


LEVER = Lever(
    name="compensation",
    title="Due diligence is paid for",
    pillar="compliance and reputation",
    text="Buyers down the chain pay legal sellers for the data, time and money that due diligence "
    "takes, so that the legal route pays better.",
    source="PPA alignment session (2023) (R3); Levin Sources Insights series (2020), section 7 "
    "(P25)",
    effects=effects,
    payer="buyers",
)
