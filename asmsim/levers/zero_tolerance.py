"""Zero tolerance: formal buyers leave a site on any finding instead of buying on under a plan."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """At least this share of formal buyers tolerates no finding."""
    return [Effect("markets.zero_tolerance", "floor", dose.dose, dose.where)]


LEVER = Lever(
    name="zero_tolerance",
    title="Zero tolerance of formal buyers",
    pillar="compliance and reputation",
    text="On a finding of any kind at least this share of formal buyers leaves the site; the "
    "others are progressive and leave for the gravest abuses only.",
    source="PPA alignment session (2023) (R4)",
    effects=effects,
    decider="buyers",
)
