"""Buyer exit: formal buyers leave the district to be rid of its risks."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """A share of formal buyers that leaves whatever it finds."""
    return [Effect("markets.exit", "increment", dose.dose, dose.where)]


LEVER = Lever(
    name="buyer_exit",
    title="Formal buyers leave",
    pillar="compliance and reputation",
    text="At full dose every formal buyer leaves every site, whatever it finds there; half of "
    "them at half of it. They leave within months, and come back slowly when the lever is "
    "off.",
    source="PPA alignment session (2023); Levin Sources Insights series (2020) (S5, P23)",
    effects=effects,
    decider="buyers",
)
