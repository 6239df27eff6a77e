"""Off-take: the firm buys miners' ore and mills it."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Share of eligible cooperatives the firm buys from."""
    return [Effect("offtake.willingness", "floor", dose.dose)]


LEVER = Lever(
    name="offtake",
    title="Off-take of miners' ore",
    pillar="compliance and reputation",
    text="The firm buys ore of cooperatives within reach of its plant, which wins more of the "
    "metal than a pan does. The price is bargained over the surplus; miners sell to it as far "
    "as that pays and they trust its weights.",
    source="Levin Sources Insights series (2020), sections 4 and 7 (S4, R25)",
    effects=effects,
    law="law.offtake",
)
