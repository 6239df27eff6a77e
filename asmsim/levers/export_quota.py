"""Export quota: less may be exported legally than before."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """By how much less."""
    return [Effect("quota.cut", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="export_quota",
    title="Quota on exports",
    pillar="compliance and reputation",
    text="The dose is the part of usual legal exports that may no longer leave the country. What"
    " is over takes the other way, as far as that pays, or lowers the price.",
    source="Paris Peace Forum special advisers' meeting (P12)",
    effects=effects,
    payer="state",
)
