"""Site preparation: geology, layout and safe works before miners begin."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Sites prepared a year."""
    sites = dose.dose * float(parameters["preparation.reach"])
    return [Effect("preparation.sites", "increment", sites, dose.where)]


LEVER = Lever(
    name="site_preparation",
    title="Sites prepared before they open",
    pillar="broader interventions",
    text="Ground that is miners' by an act or by licence is surveyed, laid out and made safe, the "
    "richest first: miners dig and recover more there, and fewer die. It takes a few months, for "
    "which ground that has not opened yet waits.",
    source="Paris Peace Forum special advisers' meeting (2025): EGC prepares sites before they "
    "open, Fair Cobalt Alliance makes them safe (P12, P13)",
    effects=effects,
    payer="state",
)
