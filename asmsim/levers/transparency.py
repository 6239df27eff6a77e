"""Transparency: the firm's earnings are public."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the earnings that is public."""
    return [Effect("belief.published", "floor", dose.dose)]


LEVER = Lever(
    name="transparency",
    title="The firm's earnings are public",
    pillar="community engagement and investment",
    text="The firm publishes what it earns and explains it in the villages: their idea of its "
    "margin becomes accurate. Where they thought too much of it, protest falls; where too little, "
    "it rises.",
    source="Levin Sources Insights series (2020), sections 5 and 6 (R22); what villages compare "
    "their share with",
    effects=effects,
)
