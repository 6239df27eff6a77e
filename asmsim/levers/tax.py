"""Tax: artisanal exports or the mine are taxed higher, or more of it is left to the district."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever

KINDS = ("export", "royalty", "local_share")


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """More of the tax the dose is of; what stays in the district moves its officials."""
    kind = dose.kind or KINDS[0]
    more = dose.dose * float(parameters[f"tax.{kind}"])
    if kind == "export":
        return [Effect("markets.tax", "increment", more, dose.where)]
    found = [Effect(f"state.{kind}", "increment", more)]
    if kind == "local_share":
        effort = more * float(parameters["tax.effort"])
        found.append(Effect("state.practice", "increment", effort))
    return found


LEVER = Lever(
    name="tax",
    title="Higher taxes",
    pillar="compliance and reputation",
    text="A tax on exports: artisanal exports are taxed higher, everywhere or at some sites; "
    "exporters pay less by the legal route, and what sellers then do follows from what the "
    "other route pays. A higher royalty: the mine pays more. A larger local share: more of "
    "its royalty stays in the district and its officials do more of what policy says.",
    source="Ghana 2018 to 2023, Philippines 2011 to 2012; PPA alignment session (2023) (R3, R20)",
    effects=effects,
    payer="state",
    kinds=KINDS,
)
