"""Listening: somebody from next door lends an ear, and the firm hears of it."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records import Dose, Effect, Lever, Value


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Effort on the indirect route, as much as the neighbour has patience."""
    patience = float(parameters["neighbour.patience"])
    return [Effect("engagement.indirect", "floor", dose.dose * patience)]


LEVER = Lever(
    name="listening",
    title="A neighbour who listens",
    pillar="community engagement and investment",
    text="Somebody from next door talks with the miners for the firm.",
    source="an example",
    effects=effects,
    payer="donors",
)
