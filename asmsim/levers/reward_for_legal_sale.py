"""Reward for legal sale: help and equipment in return for selling legally."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """A share of diggers who are registered, or a number of places."""
    if dose.places is not None:
        return [Effect("reward.places", "increment", dose.dose * dose.places)]
    return [Effect("reward.share", "floor", dose.dose)]


LEVER = Lever(
    name="reward_for_legal_sale",
    title="Help in return for legal sales",
    pillar="broader interventions",
    text="Registered diggers get technical help and equipment worth a part of what they sell "
    "legally. Who sells elsewhere goes without, and is left out for a while when found out.",
    source="RMI list (Just Gold) (P7, R3)",
    effects=effects,
    payer="donors",
    places="reward.places",
)
