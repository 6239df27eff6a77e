"""Expansion: the industrial mine takes more ground, produces more, or starts to produce."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """More area, more output, less time until a mine that explores produces."""
    area, output = (float(parameters[f"expansion.{key}_reach"]) for key in ("area", "output"))
    return [
        Effect("expansion.area", "floor", dose.dose * area),
        Effect("firm.output_koz", "factor", 1.0 + dose.dose * output),
        Effect("firm.exploration_months", "factor", 1.0 - dose.dose),
    ]


LEVER = Lever(
    name="lsm_expansion",
    title="The industrial mine grows",
    pillar="broader interventions",
    text="The concession and the mine's output grow; a mine that explores starts to produce. Of "
    "the deposits that miners work on the new ground a part comes under the title. Ground "
    "once granted stays granted. The firm pays for construction.",
    source="Levin Sources Insights series (2020), section 2 (R6, R24); Christensen (2019) on what "
    "follows when a mine starts to produce",
    effects=effects,
)
