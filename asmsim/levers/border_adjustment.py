"""Border adjustment: a coalition of importers charges for bad conduct."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of world demand that joins the coalition in time."""
    return [Effect("border.members", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="border_adjustment",
    title="Border adjustment by conduct",
    pillar="compliance and reputation",
    text="Importers who join a coalition charge for the conduct behind what they import, whether "
    "the producer is a member or not. As it grows, channels behind which conduct is bad can pay "
    "less, and the mine pays after abuses.",
    source="Paris Peace Forum special advisers' meeting (P16)",
    effects=effects,
    payer="buyers",
)
