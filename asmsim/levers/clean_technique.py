"""Clean technique: diggers are equipped to recover metal without mercury."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """So many diggers a year who are equipped."""
    usual = float(parameters["technique.places_year"])
    places = usual if dose.places is None else dose.places
    return [Effect("technique.places", "increment", dose.dose * places)]


LEVER = Lever(
    name="clean_technique",
    title="Technique without mercury",
    pillar="broader interventions",
    text="Programmes equip members of cooperatives to recover metal without mercury, where that "
    "brings more. Others see it and buy it if they can. Equipment wears out, and who leaves the "
    "site leaves it behind.",
    source="Artisanal Gold Council (2025); RMI list, undated (P1, P3)",
    effects=effects,
    payer="donors",
    places="technique.places",
)
