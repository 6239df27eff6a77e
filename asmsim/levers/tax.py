"""Tax: the state taxes exports of artisanal metal higher."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """More tax on what leaves legally."""
    more = dose.dose * float(parameters["tax.export"])
    return [Effect("markets.tax", "increment", more, dose.where)]


LEVER = Lever(
    name="tax",
    title="Higher tax on exports",
    pillar="compliance and reputation",
    text="Artisanal exports are taxed higher, everywhere or at some sites. Exporters pay less by "
    "the legal route; what sellers then do follows from what the other route pays.",
    source="Ghana 2018 to 2023, Philippines 2011 to 2012; PPA alignment session (2023) (R3)",
    effects=effects,
)
