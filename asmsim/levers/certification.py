"""Certification: buyers under a scheme ask for conduct, and pay for it while they have demand."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever

KINDS = ("fairtrade", "fairmined", "entry")


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Demand of buyers under the scheme the dose is of."""
    scheme = dose.kind or KINDS[0]
    demand = dose.dose * float(parameters[f"{scheme}.most_kg_year"])
    return [Effect(f"{scheme}.demand_kg_year", "floor", demand, dose.where)]


LEVER = Lever(
    name="certification",
    title="Certified buyers",
    pillar="compliance and reputation",
    text="Buyers under a scheme deal with cooperatives whose papers and conduct reach its "
    "standard: those of Fairtrade and Fairmined at a floor price and with a premium, those "
    "of an entry standard early and without one. They take no more than they have demand "
    "for.",
    source="RMI list (P4, P5, P6); Artisanal Gold Council (2025)",
    effects=effects,
    payer="buyers",
    kinds=KINDS,
)
