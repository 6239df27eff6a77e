"""Community investment: money for the villages next to the mine."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Money a year."""
    usd = dose.dose * float(parameters["community.budget_usd"])
    return [Effect("community.usd_year", "increment", usd)]


LEVER = Lever(
    name="community_investment",
    title="Investment in villages",
    pillar="community engagement and investment",
    text="The firm invests in the villages next to it; part of it raises what people earn, part is "
    "schools and roads, and chiefs have their share.",
    source="Levin Sources Insights series (2020), section 8 (P21, R22)",
    effects=effects,
)
