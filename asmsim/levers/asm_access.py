"""Access: ground opened to miners by fiat, at no cost."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of deposits that is opened, where the dose says."""
    return [Effect("access.open", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="asm_access",
    title="Ground opened by fiat",
    pillar="broader interventions",
    text="Artisanal miners may mine, and get licences, on a share of deposits (the dose), "
    "whatever title lies over them. Nobody pays, asks or signs: it shows what access itself"
    " would do. Ground can be closed in the same way, by a number of the place.",
    source="a counterfactual; Levin Sources Insights series (2020), sections 3 and 7 (R7, R11)",
    effects=effects,
    decider="state",
)
