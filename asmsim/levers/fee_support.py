"""Fee support: others pay most of the licence fee."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of the fee that is paid."""
    share = dose.dose * float(parameters["licence.support_share"])
    return [Effect("licence.support", "floor", share)]


LEVER = Lever(
    name="fee_support",
    title="Support with the licence fee",
    pillar="broader interventions",
    text="The firm pays most of the licence fee for cooperatives.",
    source="Levin Sources Insights series (2020), section 8 (P19)",
    effects=effects,
)
