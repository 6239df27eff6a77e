"""Remediation: children are taken out of the pits, and their families helped."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """For how many children school, and what the family loses, is paid."""
    usual = float(parameters["children.places_year"])
    places = usual if dose.places is None else dose.places
    return [Effect("children.places", "increment", dose.dose * places)]


LEVER = Lever(
    name="remediation",
    title="Remediation of child labour",
    pillar="broader interventions",
    text="School, and what their families lose, is paid for children who work at sites, as far as "
    "there are places.",
    source="Paris Peace Forum special advisers' meeting (2025) (P13)",
    effects=effects,
    payer="donors",
    places="children.places",
)
