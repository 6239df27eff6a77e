"""Licensing: an office that works faster, a fee that is lower, a law that asks less."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever

KINDS = ("office", "fee", "reform")


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """What the kind of the dose makes easier: the wait, the fee, or what a licence asks for."""
    kind = dose.kind or KINDS[0]
    if kind == "fee":
        cheaper = 1.0 - dose.dose * float(parameters["licence.cheaper"])
        return [Effect("licence.fee_usd", "factor", cheaper)]
    if kind == "reform":
        simpler = 1.0 - dose.dose * float(parameters["licence.simpler"])
        longer = 1.0 + dose.dose * float(parameters["licence.longer"])
        return [
            Effect("licence.upkeep_usd", "factor", simpler),
            Effect("licence.term_years", "factor", longer),
        ]
    faster = 1.0 - dose.dose * float(parameters["licence.faster"])
    more, staff = (
        float(parameters[f"licence.{key}"]) for key in ("more_capacity", "more_staff_usd")
    )
    return [
        Effect("licence.months", "factor", faster),
        Effect("licence.capacity_year", "increment", dose.dose * more),
        Effect("state.staff_cost_usd", "increment", dose.dose * staff),
        Effect("state.grant_usd", "increment", dose.dose * staff),
    ]


LEVER = Lever(
    name="licensing",
    title="Easier licences",
    pillar="broader interventions",
    text="A better office: the mines office works faster and has staff for more licences. A "
    "lower fee: a licence costs less, which the state goes without. A simpler law: it asks "
    "less of small miners each year and lets a licence run longer. All as far as officials "
    "do what policy says.",
    source="Levin Sources Insights series (2020), section 8; RMI list (R2, R15, R20)",
    effects=effects,
    kinds=KINDS,
    decider="state",
)
