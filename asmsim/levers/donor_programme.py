"""Donor programme: grants to sites, for as many miners as there is money for."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Places, and the sites for which grants can be had."""
    if dose.dose <= 0.0:
        return []
    places = float(parameters["grant.reach"]) if dose.places is None else dose.places
    return [
        Effect("grant.places", "increment", dose.dose * places),
        Effect("grant.sites", "floor", 1.0),
    ]


LEVER = Lever(
    name="donor_programme",
    title="Grants to sites",
    pillar="broader interventions",
    text="Sites with cooperatives are given a grant for a year at a time: part of it goes into "
    "works and equipment, so that conduct improves faster, the rest into treasuries. Grants of "
    "programmes that do not know of each other go to some sites twice.",
    source="PPA alignment session (2023): calls to support mine sites (P27, P22)",
    effects=effects,
    payer="donors",
    places="grant.places",
)
