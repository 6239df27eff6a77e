"""Departure: people are offered money to leave ground by agreement."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """What each person is offered."""
    usd = dose.dose * float(parameters["offer.package_usd"])
    return [Effect("offer.departure_usd", "floor", usd, dose.where)]


LEVER = Lever(
    name="departure",
    title="Departure by agreement",
    pillar="security and asset protection",
    text="Everybody who was on the ground when the offer was made is offered money to leave it, "
    "and shown ground set aside for miners where there is any. Nobody is forced.",
    source="Levin Sources Insights series (2020), sections 7 and 8 (S2, R13, P20)",
    effects=effects,
)
